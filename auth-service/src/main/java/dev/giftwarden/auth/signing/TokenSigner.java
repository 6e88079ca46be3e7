package dev.giftwarden.auth.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.client.wiring.AuthConfig;
import dev.giftwarden.certs.Thumbprint;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jose4j.jca.ProviderContext;
import org.jose4j.jws.EcdsaUsingShaAlgorithm.EcdsaP256UsingSha256;
import org.jose4j.jws.JsonWebSignatureAlgorithm;
import org.jose4j.lang.JoseException;

/// Writes and signs tokens (RFC 9068, ES256) in their compact form (RFC 7515, section 3.1). It
/// decides nothing but how long one lives.
///
/// jose4j, the library beneath smallrye-jwt, does the cryptography, as where tokens are read.
/// smallrye's own builder stays out: it looks up its settings again for each token, which with all
/// that it copies cost more than the signature.
@ApplicationScoped
public class TokenSigner {
  private static final JsonWebSignatureAlgorithm ES256 = new EcdsaP256UsingSha256();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

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
    return Optional.of(new SignedToken(compact(claims, signer), claims));
  }

  private static String compact(TokenClaims claims, SigningKeys.Signer signer) {
    Map<String, Object> header =
        Map.of(
            "alg", ES256.getAlgorithmIdentifier(),
            "kid", signer.keyId(),
            "typ", TokenClaims.TYPE);
    try {
      String covered = part(header) + "." + part(claims.toMap());
      return covered + "." + BASE64.encodeToString(signature(covered, signer.key()));
    } catch (JsonProcessingException | JoseException e) {
      throw new IllegalStateException("claims are JSON, and the key is one for ES256", e);
    }
  }

  private static String part(Map<String, Object> object) throws JsonProcessingException {
    return BASE64.encodeToString(JSON.writeValueAsBytes(object));
  }

  private static byte[] signature(String covered, PrivateKey key) throws JoseException {
    var primitive = ES256.prepareForSign(key, new ProviderContext());
    return ES256.sign(primitive, covered.getBytes(StandardCharsets.US_ASCII));
  }
}
