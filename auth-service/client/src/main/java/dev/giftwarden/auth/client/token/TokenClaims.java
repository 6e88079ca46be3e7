package dev.giftwarden.auth.client.token;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.certs.Thumbprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a token says: RFC 9068, bound by RFC 8705, and our own claims behind `gw_`. [TokenCodec] is
/// the only place that knows how it is written.
///
/// @param issuedAt whole seconds, like `expiresAt`
/// @param expiresAt at most [#LIFETIME] after `issuedAt`; the token is dead from this second on
/// @param boundTo the certificate that every connection it is used on must prove
/// @param grant of a partner; a service's token has none
public record TokenClaims(
    String issuer,
    Audience audience,
    Subject subject,
    String tokenId,
    Instant issuedAt,
    Instant expiresAt,
    Set<Scope> scopes,
    Optional<Thumbprint> boundTo,
    Optional<Grant> grant) {

  /// One request chain with its retries fits; short enough that a lost revocation does little harm.
  public static final Duration LIFETIME = Duration.ofMinutes(5);

  /// The header's `typ` (RFC 9068, section 2.1): no token of another kind passes for one of ours.
  public static final String TYPE = "at+jwt";

  /// The `token_type` of OAuth (RFC 6750), bound or not.
  public static final String BEARER = "Bearer";

  public TokenClaims {
    scopes = Set.copyOf(scopes);
    if (!issuedAt.isBefore(expiresAt) || expiresAt.isAfter(issuedAt.plus(LIFETIME))) {
      throw new IllegalArgumentException(
          "a token lives more than nothing and at most five minutes");
    }
    switch (subject) {
      case Subject.Service _ -> {
        if (grant.isPresent() || boundTo.isEmpty()) {
          throw new IllegalArgumentException("a service's token is bound and grants no account");
        }
      }
      case Subject.Client client -> {
        if (!grant.map(Grant::account).equals(Optional.of(client.account()))) {
          throw new IllegalArgumentException("a client's token grants its own account");
        }
      }
      case Subject.Key _ -> {
        if (grant.isEmpty()) {
          throw new IllegalArgumentException("a key's token grants its account");
        }
      }
    }
    if (boundTo.isEmpty() && grant.flatMap(Grant::certificateVersions).isPresent()) {
      throw new IllegalArgumentException("what a certificate grants, and no certificate");
    }
    if (!(subject instanceof Subject.Key) && grant.flatMap(Grant::spending).isPresent()) {
      throw new IllegalArgumentException("a limit of a key, and no key");
    }
    if (grant.isPresent() && !grant.get().epochs().containsKey(subject.text())) {
      throw new IllegalArgumentException("a token without its subject's epoch outlives it");
    }
  }

  /// What a token says it is bound to, **unverified**: for a service to see whether a token it was
  /// given fits its own certificate, never to decide about a caller.
  public static Optional<Thumbprint> boundTo(String token) {
    return CompactToken.parse(token) instanceof CompactToken.Good
        ? Optional.ofNullable(CompactToken.claims(token)).flatMap(TokenCodec::boundTo)
        : Optional.empty();
  }

  /// The `client_id` of RFC 9068: a key's id, a client's id in its account, a service's SPIFFE URI.
  public String clientId() {
    return TokenCodec.clientId(subject);
  }

  /// `token:…`: what the log calls it.
  public String target() {
    return "token:" + tokenId;
  }

  /// `token:…`: what the trust feed calls a token that was revoked by itself. Any epoch of that
  /// name ends it: a consumer of the version before, which knows of no such names, goes on.
  public static String revocationSubject(String tokenId) {
    return "token:" + tokenId;
  }

  /// The claims by name, ready to be signed.
  public Map<String, Object> toMap() {
    return TokenCodec.write(this);
  }
}
