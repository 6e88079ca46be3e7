package dev.giftwarden.auth.client.refusal;

import java.util.Locale;

/// Why a call was refused, precisely. The audit log sees this; the caller sees [#publicFace], which
/// tells an honest one what to do and a dishonest one as little as possible.
public enum Refusal {
  CREDENTIALS_MISSING(ProblemType.CREDENTIALS_MISSING),
  TWO_CREDENTIALS(ProblemType.TWO_CREDENTIALS),
  CREDENTIAL_IN_URL(ProblemType.KEY_IN_URL),
  /// A browser says that another site's page makes the call, and only the certificate speaks for
  /// it.
  CROSS_SITE(ProblemType.CROSS_SITE),

  TOKEN_MALFORMED(ProblemType.TOKEN_INVALID),
  /// The header is not exactly `alg`, `kid`, `typ`, or `typ` is not `at+jwt`.
  TOKEN_HEADER(ProblemType.TOKEN_INVALID),
  TOKEN_ALGORITHM(ProblemType.TOKEN_INVALID),
  /// No live signing key has this id.
  TOKEN_SIGNING_KEY(ProblemType.TOKEN_INVALID),
  TOKEN_SIGNATURE(ProblemType.TOKEN_INVALID),
  /// Signed by auth, but claims are missing, of the wrong type or contradict each other.
  TOKEN_CLAIMS(ProblemType.TOKEN_INVALID),
  TOKEN_ISSUER(ProblemType.TOKEN_INVALID),
  TOKEN_AUDIENCE(ProblemType.TOKEN_INVALID),
  TOKEN_NOT_YET_VALID(ProblemType.TOKEN_INVALID),
  TOKEN_EXPIRED(ProblemType.TOKEN_EXPIRED),
  /// An account, client or key it names has changed since.
  TOKEN_EPOCH(ProblemType.TOKEN_REVOKED),
  /// By itself, by whom it was issued to.
  TOKEN_REVOKED(ProblemType.TOKEN_REVOKED),
  /// The connection proved another certificate than the one the credential is bound to.
  CERTIFICATE_OTHER(ProblemType.CERTIFICATE_MISMATCH),
  /// The connection proved no certificate and the credential or the account needs one.
  CERTIFICATE_ABSENT(ProblemType.CERTIFICATE_REQUIRED),
  /// The connection's certificate has ended since the handshake.
  CERTIFICATE_EXPIRED(ProblemType.CERTIFICATE_MISMATCH),
  /// Of a partner, a service or an operator, whatever else the call brings.
  CERTIFICATE_REVOKED(ProblemType.CERTIFICATE_REVOKED),
  /// The client that the certificate names will never be served again.
  CLIENT_REVOKED(ProblemType.CLIENT_REVOKED),
  NETWORK(ProblemType.ADDRESS_NOT_ALLOWED),
  VERSION(ProblemType.VERSION_NOT_GRANTED),
  /// What the certificate on the connection grants, whatever the key beside it may do.
  VERSION_OF_CERTIFICATE(ProblemType.CERTIFICATE_NOT_VALID_FOR_VERSION),
  VERSION_RETIRED(ProblemType.VERSION_RETIRED),
  /// A credential is asked for that grants a version which ends.
  VERSION_DEPRECATED(ProblemType.VERSION_DEPRECATED),
  SAME_OPERATOR(ProblemType.SECOND_OPERATOR_REQUIRED),
  SCOPE(ProblemType.INSUFFICIENT_SCOPE),
  /// Only an operator or only a service may do this, and the caller is not one.
  KIND_OF_CALLER(ProblemType.INSUFFICIENT_SCOPE),
  /// The route has no row in the access table.
  NO_ACCESS_ROW(ProblemType.INSUFFICIENT_SCOPE),

  KEY_CHECKSUM(ProblemType.KEY_INVALID),
  KEY_UNKNOWN(ProblemType.KEY_INVALID),
  KEY_SECRET(ProblemType.KEY_INVALID),
  KEY_NOT_YET_VALID(ProblemType.KEY_INVALID),
  /// Auth says so and keeps the precise reason in its own audit records.
  KEY_REFUSED_BY_AUTH(ProblemType.KEY_INVALID),
  KEY_EXPIRED(ProblemType.KEY_EXPIRED),
  KEY_ROTATED(ProblemType.KEY_ROTATED),
  KEY_REVOKED(ProblemType.KEY_REVOKED),
  /// What it would change or spend with was asked for, and others can read the key.
  KEY_EXPOSED(ProblemType.KEY_EXPOSED),
  /// The certificate belongs to another account than the key.
  ACCOUNTS_DIFFER(ProblemType.CERTIFICATE_MISMATCH),
  /// The certificate belongs to a client of the other world, `test` or `live`.
  ENVIRONMENTS_DIFFER(ProblemType.CERTIFICATE_MISMATCH),
  /// Another service says that a partner showed this certificate, and its chain proves no partner.
  CERTIFICATE_UNPROVEN(ProblemType.CERTIFICATE_MISMATCH),

  /// No client of that name is registered, whatever the certificate says.
  CLIENT_UNKNOWN(ProblemType.CERTIFICATE_MISMATCH),
  OTHER_ACCOUNT(ProblemType.NOT_FOUND),
  /// It is not there, or not where the caller may look.
  NOT_VISIBLE(ProblemType.NOT_FOUND),
  PLAN(ProblemType.PLAN_REQUIRED),
  /// A plan that cannot require certificates was asked for, for an account that does.
  ENFORCEMENT_NOT_DROPPED(ProblemType.ENFORCEMENT_NOT_DROPPED),
  ACCOUNT_SUSPENDED(ProblemType.ACCOUNT_SUSPENDED),
  WIDER_THAN_ISSUER(ProblemType.WIDER_THAN_ISSUER),
  /// An operator makes an account's first key, and no other.
  NOT_THE_FIRST_KEY(ProblemType.CONFLICT),
  /// The same caller used it for another request.
  IDEMPOTENCY_KEY_REUSED(ProblemType.IDEMPOTENCY_KEY_REUSED),

  CSR_UNREADABLE(ProblemType.CSR_UNREADABLE),
  /// A private key stood beside the request.
  CSR_KEY_EXPOSED(ProblemType.CSR_UNREADABLE),
  CSR_TOO_LARGE(ProblemType.CSR_TOO_LARGE),
  CSR_WEAK_KEY(ProblemType.CSR_WEAK_KEY),
  CSR_BAD_SIGNATURE(ProblemType.CSR_BAD_SIGNATURE),
  CSR_IS_CA(ProblemType.CSR_IS_CA),
  CSR_FOREIGN_NAME(ProblemType.CSR_FOREIGN_NAME),
  KEY_USED_BEFORE(ProblemType.KEY_USED_BEFORE),
  CERTIFICATE_LIMIT(ProblemType.CERTIFICATE_LIMIT),
  CODE_CHECKSUM(ProblemType.ENROLMENT_CODE_INVALID),
  CODE_UNKNOWN(ProblemType.ENROLMENT_CODE_INVALID),
  CODE_SECRET(ProblemType.ENROLMENT_CODE_INVALID),
  CODE_USED(ProblemType.ENROLMENT_CODE_INVALID),
  CODE_EXPIRED(ProblemType.ENROLMENT_CODE_INVALID),
  CODE_OTHER_CLIENT(ProblemType.ENROLMENT_CODE_INVALID),
  /// Its client was revoked since.
  CODE_CLIENT_ENDED(ProblemType.ENROLMENT_CODE_INVALID),
  /// The certificate that would be renewed was revoked, or its client.
  RENEWAL_ENDED(ProblemType.CERTIFICATE_MISMATCH),
  /// A client that was revoked gets no certificate.
  CLIENT_ENDED(ProblemType.CONFLICT),

  RATE(ProblemType.RATE_LIMITED),
  /// A service of the version before says that a partner showed a certificate, and sends no chain
  /// that would prove it.
  CHAIN_ABSENT(ProblemType.BUSY),
  /// This replica of auth has no key that every feed knows.
  NO_SIGNING_KEY(ProblemType.BUSY),
  AUTH_UNREACHABLE(ProblemType.BUSY),
  TRUST_STALE(ProblemType.TRUST_FEED_STALE),
  CLOCK_SKEW(ProblemType.CLOCK_SKEW);

  private final ProblemType publicFace;

  Refusal(ProblemType publicFace) {
    this.publicFace = publicFace;
  }

  public ProblemType publicFace() {
    return publicFace;
  }

  /// The word in the audit log: `token-epoch`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
