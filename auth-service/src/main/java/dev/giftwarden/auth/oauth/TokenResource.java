package dev.giftwarden.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.limit.Guesses;
import dev.giftwarden.auth.signing.SignedToken;
import dev.giftwarden.auth.token.Issuance;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.quota.CallQuota;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The token endpoint of RFC 6749.
@Path("/oauth2/token")
@Tag(name = "Tokens", description = "RFC 6749, client credentials")
@Blocking
public class TokenResource {
  private final Issuance issuance;
  private final CurrentCaller current;
  private final DecisionSink sink;
  private final Guesses guesses;
  private final CallQuota quota;

  TokenResource(
      Issuance issuance,
      CurrentCaller current,
      DecisionSink sink,
      Guesses guesses,
      CallQuota quota) {
    this.issuance = issuance;
    this.current = current;
    this.sink = sink;
    this.guesses = guesses;
    this.quota = quota;
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @APIResponse(
      responseCode = "200",
      description = "A token",
      content = @Content(schema = @Schema(implementation = TokenAnswer.class)))
  @APIResponse(
      responseCode = "400",
      description = "Why not",
      content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
  @Operation(
      operationId = "createToken",
      summary = "Turns a key, a certificate, or both into a token",
      description =
          "grant_type=client_credentials; client_secret_basic, client_secret_post (client_id is the"
              + " id of the key, client_secret the whole key) or tls_client_auth; audience is gift"
              + " (default), audit or auth, or resource (RFC 8707) the same as a URI. Each answer is another token: an Idempotency-Key is"
              + " ignored.")
  public Response token(MultivaluedMap<String, String> form, @Context HttpHeaders headers) {
    return switch (TokenRequest.parse(form, authorization(headers))) {
      case TokenRequest.Parsed.Bad(OAuthError error) -> refused(error);
      case TokenRequest.Parsed.Good(TokenRequest request) when isAmbient(request) -> fromAPage();
      case TokenRequest.Parsed.Good(TokenRequest request) ->
          switch (issue(request, current.origin())) {
            case Issuance.Outcome.Issued(SignedToken token) -> issued(token);
            case Issuance.Outcome.Refused(Refusal reason) -> refused(reason, quota);
          };
    };
  }

  /// The access table leaves credentials to this route, and this with them: only the form says that
  /// there is nothing but the certificate.
  private boolean isAmbient(TokenRequest request) {
    return current.crossSite() && request.credential() instanceof ClientCredential.Certificate;
  }

  /// Every `Authorization` header.
  static List<String> authorization(HttpHeaders headers) {
    return Optional.ofNullable(headers.getRequestHeader(HttpHeaders.AUTHORIZATION))
        .orElse(List.of());
  }

  private Response fromAPage() {
    sink.refused(
        new Denial(Refusal.CROSS_SITE, "POST /oauth2/token", Optional.empty(), current.origin()));
    return Problem.of(Refusal.CROSS_SITE).response();
  }

  private Issuance.Outcome issue(TokenRequest request, Origin origin) {
    var wish = new Issuance.Wish(request.audience(), request.scopes(), origin);
    return switch (request.credential()) {
      case ClientCredential.Secret secret -> bySecret(secret, wish);
      case ClientCredential.Certificate(var client) -> issuance.forCertificate(client, wish);
    };
  }

  private Issuance.Outcome bySecret(ClientCredential.Secret secret, Issuance.Wish wish) {
    var source = Guesses.Source.of(wish.origin());
    if (!guesses.admits(source, secret.key(), wish.origin(), Issuance.ACTION)) {
      return new Issuance.Outcome.Refused(Refusal.RATE);
    }
    var outcome = issuance.forKey(secret.clientId(), secret.key(), wish);
    guesses.concluded(source, secret.key(), outcome.refusal());
    return outcome;
  }

  /// @param certificateBound whether the token works only over connections of this certificate; if
  ///   not, whoever has it can use it, and should know that
  @Schema(name = "TokenResponse", description = "RFC 6749, section 5.1")
  @RegisterForReflection(registerFullHierarchy = true)
  record TokenAnswer(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("token_type") String tokenType,
      @JsonProperty("expires_in") long expiresInSeconds,
      @JsonProperty("scope") String scope,
      @JsonProperty("certificate_bound") boolean certificateBound) {}

  @Schema(name = "TokenError", description = "RFC 6749, section 5.2")
  @RegisterForReflection(registerFullHierarchy = true)
  record ErrorAnswer(
      @JsonProperty("error") String error,
      @JsonProperty("error_description") String description,
      @JsonProperty("error_uri") String uri) {
    static ErrorAnswer of(OAuthError error) {
      return new ErrorAnswer(error.code(), error.description(), error.problem().uri().toString());
    }
  }

  private static Response issued(SignedToken token) {
    TokenClaims claims = token.claims();
    var answer =
        new TokenAnswer(
            token.text(),
            TokenClaims.BEARER,
            Duration.between(claims.issuedAt(), claims.expiresAt()).toSeconds(),
            Scope.join(claims.scopes()),
            claims.boundTo().isPresent());
    return Response.ok(answer).build();
  }

  static Response refused(Refusal reason, CallQuota quota) {
    return refused(OAuthError.of(reason), quota.retryAfterSeconds());
  }

  static Response refused(OAuthError error) {
    return refused(error, 1);
  }

  private static Response refused(OAuthError error, long retryAfterSeconds) {
    var response =
        Response.status(error.status())
            .type(MediaType.APPLICATION_JSON)
            .entity(ErrorAnswer.of(error));
    return switch (error.status()) {
      case 401 -> response.header("WWW-Authenticate", "Basic realm=\"giftwarden\"").build();
      case 429, 503 -> response.header("Retry-After", retryAfterSeconds).build();
      default -> response.build();
    };
  }
}
