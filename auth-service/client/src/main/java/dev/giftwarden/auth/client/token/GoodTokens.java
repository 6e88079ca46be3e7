package dev.giftwarden.auth.client.token;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import dev.giftwarden.auth.client.memory.SecretDigest;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;

/// Which tokens have been found to be in form and signed by which key, and what they say, so that
/// the same one costs its arithmetic and its reading once. It is no verdict: both depend on the
/// text alone, whoever sends it. Bad ones are not remembered: strangers could push the good ones
/// out.
final class GoodTokens {
  /// About 15 MB; five minutes of tokens for 10,000 clients.
  private static final int MAX_ENTRIES = 10_000;

  /// A token that was read after its signature was found good.
  ///
  /// @param keyId by which the token names the key that signed it
  /// @param key that was found under it
  record Signed(String keyId, PublicKey key, TokenClaims claims) {}

  private final Cache<SecretDigest, Signed> known;

  GoodTokens(InstantSource clock) {
    known = BoundedMemory.of(MAX_ENTRIES, clock).expireAfterWrite(TokenClaims.LIFETIME).build();
  }

  Optional<Signed> find(SecretDigest token) {
    return Optional.ofNullable(known.getIfPresent(token));
  }

  void add(SecretDigest token, Signed signed) {
    known.put(token, signed);
  }
}
