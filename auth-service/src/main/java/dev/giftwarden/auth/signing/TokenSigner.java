package dev.giftwarden.auth.signing;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.client.wiring.AuthConfig;
import dev.giftwarden.certs.Thumbprint;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Writes and signs tokens (RFC 9068, ES256). It decides nothing but how long one lives.
@ApplicationScoped
public class TokenSigner {
  private final SigningKeys signingKeys;
  private final AuthConfig config;
  private final InstantSource clock;

  TokenSigner(SigningKeys signingKeys, AuthConfig config, InstantSource clock) {
    this.signingKeys = signingKeys;
    this.config = config;
    this.clock = clock;
  }

  /// What the token is to say.
  ///
  /// @param end of what it is issued for; the token ends no later
  public record Order(
      Subject subject,
      Audience audience,
      Set<Scope> scopes,
      Optional<Thumbprint> boundTo,
      Optional<Grant> grant,
      Instant end) {}

  /// Empty when no key of this replica may sign now, or when nothing is left of the credential's
  /// life.
  public Optional<SignedToken> sign(Order order) {
    return signingKeys.current().flatMap(signer -> sign(order, signer));
  }

  private Optional<SignedToken> sign(Order order, SigningKeys.Signer signer) {
    var issuedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var expiresAt =
        Stream.of(issuedAt.plus(TokenClaims.LIFETIME), order.end(), signer.notAfter())
            .min(Instant::compareTo)
            .orElseThrow()
            .truncatedTo(ChronoUnit.SECONDS);
    if (!expiresAt.isAfter(issuedAt)) {
      return Optional.empty();
    }
    var claims =
        new TokenClaims(
            config.issuer(),
            order.audience(),
            order.subject(),
            UUID.randomUUID().toString(),
            issuedAt,
            expiresAt,
            order.scopes(),
            order.boundTo(),
            order.grant());
    var text =
        Jwt.claims(claims.toMap())
            .jws()
            .keyId(signer.keyId())
            .header("typ", TokenClaims.TYPE)
            .algorithm(SignatureAlgorithm.ES256)
            .sign(signer.key());
    return Optional.of(new SignedToken(text, claims));
  }
}
