package dev.giftwarden.auth.client.refusal;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The catalogue of problems that our APIs answer with (RFC 9457): the public faces of all
/// refusals. Slugs are part of the API and never change their meaning.
public enum ProblemType {
  MALFORMED_REQUEST(400, "Malformed request", "The request does not have the documented form."),
  TWO_CREDENTIALS(
      400,
      "Two credentials",
      "Send one credential: a token, or an API key, or an operator certificate."),
  KEY_IN_URL(
      400,
      "Credential in the URL",
      "URLs end up in logs: send it in a header. Revoke this one, it is now exposed."),
  CSR_UNREADABLE(
      400, "Request unreadable", "Send one PKCS#10 request, in PEM, base64 or DER, and no key."),
  CSR_TOO_LARGE(400, "Request too large", "A certification request has 16 KB at most."),
  CSR_WEAK_KEY(
      400,
      "Weak key",
      "Make a key on P-256: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256."),
  CSR_BAD_SIGNATURE(
      400,
      "Bad signature",
      "The request has to be signed by its own key, with ECDSA and SHA-256 or longer."),
  CSR_IS_CA(400, "Asks to be a CA", "Leave basicConstraints out of the request."),
  CSR_FOREIGN_NAME(
      400,
      "Foreign name",
      "Leave subjectAltName out of the request: the name in the certificate is the client's own."),
  KEY_USED_BEFORE(
      400, "Key used before", "A key is certified once: make a new one for each certificate."),

  CREDENTIALS_MISSING(
      401,
      "Credentials missing",
      "Get a token from auth (POST /oauth2/token) and send it as `Authorization: Bearer …`."),
  TOKEN_INVALID(401, "Token invalid", "This is not a token that this service accepts."),
  TOKEN_EXPIRED(
      401,
      "Token expired",
      "Tokens live five minutes: get another from auth (POST /oauth2/token), with the same certificate and key."),
  TOKEN_REVOKED(
      401,
      "Token revoked",
      "What it was issued for has changed or was revoked since: get another from auth (POST /oauth2/token)."),
  CERTIFICATE_MISMATCH(
      401,
      "Wrong certificate",
      "This credential works only with the certificate it is bound to, and without one if it is bound to none."),
  CERTIFICATE_REQUIRED(
      401, "Certificate required", "Connect with your client certificate and its private key."),
  CERTIFICATE_REVOKED(
      401,
      "Certificate revoked",
      "Connect with another certificate, or get one: this one is dead."),
  CLIENT_REVOKED(
      401, "Client revoked", "The client that this certificate names has ended: use another."),
  KEY_INVALID(401, "API key invalid", "This is not an API key that works here."),
  KEY_EXPIRED(401, "API key expired", "Ask whoever made it for a new one."),
  KEY_ROTATED(
      401,
      "API key rotated",
      "Another key has taken over from it, and the overlap is over: use that."),
  KEY_REVOKED(401, "API key revoked", "Ask whoever made it for a new one."),
  ENROLMENT_CODE_INVALID(
      401,
      "Enrolment code invalid",
      "It is unknown, used, expired or another client's: ask whoever made it for a new one."),

  BUDGET_EXHAUSTED(402, "Budget exhausted", "The budget has less left than this needs."),

  INSUFFICIENT_SCOPE(
      403, "Insufficient scope", "This credential does not have the right to do this."),
  CROSS_SITE(
      403,
      "Call from a page",
      "A page of another site makes this call with a certificate alone, which browsers add unasked: send a token or a key, or call from no page."),
  ADDRESS_NOT_ALLOWED(
      403, "Address not allowed", "This credential works only from the networks it names."),
  VERSION_NOT_GRANTED(
      403, "API version not granted", "This credential does not cover this version of the API."),
  CERTIFICATE_NOT_VALID_FOR_VERSION(
      403,
      "Certificate not valid for this version",
      "The certificate on the connection does not cover this version of the API: connect with one that does."),
  SECOND_OPERATOR_REQUIRED(
      403,
      "Second operator required",
      "Whoever proposed it cannot confirm it: another operator does."),
  PII_FILTER_REQUIRES_UNMASKED(
      403,
      "Filter needs unmasked access",
      "Filtering by personal data would reveal it: it takes a key that was made with exposePii."),
  SPEND_LIMIT_EXCEEDED(
      403,
      "Spend limit exceeded",
      "This key may not spend this much, or not in this currency: wait until its period ends, or ask whoever made it."),
  PLAN_REQUIRED(403, "Another plan required", "The plan of this account does not include this."),
  ACCOUNT_SUSPENDED(
      403, "Account suspended", "None of its credentials works until an operator resumes it."),
  WIDER_THAN_ISSUER(
      403, "Wider than its issuer", "A key can grant only what the key that makes it may grant."),
  KEY_EXPOSED(
      403,
      "API key exposed",
      "It was found where others can read it, and only reads since: have another key take over from it (rotate)."),

  NOT_FOUND(404, "Not found", "There is nothing here that this credential can see."),
  METHOD_NOT_ALLOWED(405, "Method not allowed", "The `Allow` header names the methods that work."),
  NOT_ACCEPTABLE(
      406,
      "Not acceptable",
      "This route answers in no format that `Accept` names: /openapi says in which it does."),
  REQUEST_TIMEOUT(
      408, "Request timeout", "The request took too long to arrive: send it in one go."),
  CONFLICT(409, "Conflict", "This does not fit what is there already."),
  VERSION_DEPRECATED(
      409,
      "API version deprecated",
      "Nothing new is granted for a version that ends: ask for its successor."),
  ENFORCEMENT_NOT_DROPPED(
      409,
      "Enforcement not dropped",
      "Calls of this account take a certificate, which this plan cannot require: send `mtls` with the plan."),
  CERTIFICATE_LIMIT(
      409,
      "Certificate limit",
      "A client has at most two certificates at a time: revoke one, or wait until one ends."),
  GIFT_NOT_CANCELLABLE(409, "Gift not cancellable", "In its present state it cannot be cancelled."),
  VERSION_RETIRED(
      410,
      "API version retired",
      "This version of the API is no more: call the version that `successor` names."),
  PAYLOAD_TOO_LARGE(413, "Payload too large", "The body is larger than this route takes."),
  URI_TOO_LONG(414, "URI too long", "Path and query are longer than any route here takes."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "Unsupported media type",
      "This route takes no body of this `Content-Type`: /openapi says which it takes."),
  MISDIRECTED_REQUEST(
      421,
      "Misdirected request",
      "Connect by the name in this service's certificate, and send that name in the handshake (SNI) and as the host."),
  IDEMPOTENCY_KEY_REUSED(
      422, "Idempotency key reused", "It was first used with a different request: use a new one."),
  RATE_LIMITED(429, "Rate limited", "Too many requests: wait as long as `Retry-After` says."),
  HEADERS_TOO_LARGE(
      431, "Headers too large", "The headers are larger than any request here needs."),

  INTERNAL_ERROR(500, "Internal error", "The fault is ours. Tell us the request id."),
  TRUST_FEED_STALE(
      503,
      "Trust feed stale",
      "This service has not heard for a while what was revoked, and refuses everything until it does."),
  CLOCK_SKEW(
      503,
      "Clock skew",
      "The clock of this service is off, and it refuses everything until it is right."),
  BUSY(503, "Busy", "Try again as soon as `Retry-After` says.");

  private static final String BASE = "https://giftwarden.example/problems/";

  private final int status;
  private final String title;
  private final String hint;

  ProblemType(int status, String title, String hint) {
    this.status = status;
    this.title = title;
    this.hint = hint;
  }

  /// `token-expired`
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// `https://giftwarden.example/problems/token-expired`
  public URI uri() {
    return URI.create(BASE + slug());
  }

  /// The HTTP status it is answered with.
  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /// What to do about it, in a sentence: the `detail` where nothing more precise is known.
  public String hint() {
    return hint;
  }

  /// What an HTTP server means when it gives up by itself and has only a status to say it with.
  public static ProblemType ofStatus(int status) {
    return switch (status) {
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 413 -> PAYLOAD_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      default -> 400 <= status && status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
    };
  }

  public static Optional<ProblemType> find(String slug) {
    return Arrays.stream(values()).filter(type -> type.slug().equals(slug)).findFirst();
  }
}
