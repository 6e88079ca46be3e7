package dev.giftwarden.auth.oauth;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;

/// A refusal in the form of RFC 6749, section 5.2. `error_uri` names the problem of our own
/// catalogue.
///
/// @param code `invalid_client`, …
/// @param description what to do about it, in ASCII without quotes, as the RFC wants
record OAuthError(int status, String code, String description, ProblemType problem) {

  static OAuthError invalidRequest(String description) {
    return new OAuthError(400, "invalid_request", description, ProblemType.MALFORMED_REQUEST);
  }

  static OAuthError invalidScope(String description) {
    return new OAuthError(400, "invalid_scope", description, ProblemType.INSUFFICIENT_SCOPE);
  }

  static OAuthError invalidTarget(String description) {
    return new OAuthError(400, "invalid_target", description, ProblemType.MALFORMED_REQUEST);
  }

  static OAuthError unsupportedGrantType() {
    return new OAuthError(
        400,
        "unsupported_grant_type",
        "grant_type is client_credentials",
        ProblemType.MALFORMED_REQUEST);
  }

  /// RFC 7009, section 2.2.1.
  static OAuthError unsupportedTokenType() {
    return new OAuthError(
        400,
        "unsupported_token_type",
        "keys and enrolment codes are revoked where they are made",
        ProblemType.MALFORMED_REQUEST);
  }

  static OAuthError of(Refusal refusal) {
    ProblemType face = refusal.publicFace();
    return switch (face.status()) {
      case 401 -> new OAuthError(401, "invalid_client", ascii(face.hint()), face);
      case 429, 503 ->
          new OAuthError(face.status(), "temporarily_unavailable", ascii(face.hint()), face);
      default ->
          switch (face) {
            case INSUFFICIENT_SCOPE ->
                invalidScope("the credential does not have every scope that was asked for");
            case KEY_EXPOSED -> new OAuthError(400, "invalid_scope", ascii(face.hint()), face);
            default -> new OAuthError(400, "unauthorized_client", ascii(face.hint()), face);
          };
    };
  }

  /// What was refused before the request came to be read, or for how it came.
  static OAuthError of(ProblemType type, String detail) {
    String code =
        switch (type.status()) {
          case 401 -> "invalid_client";
          case 403 -> "unauthorized_client";
          case 429, 503 -> "temporarily_unavailable";
          default -> "invalid_request";
        };
    return new OAuthError(type.status(), code, ascii(detail), type);
  }

  private static String ascii(String hint) {
    return hint.replaceAll("[^ !#-\\[\\]-~]", "");
  }
}
