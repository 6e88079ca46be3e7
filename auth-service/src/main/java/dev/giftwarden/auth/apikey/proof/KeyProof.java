package dev.giftwarden.auth.apikey.proof;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.apikey.ApiKey;
import dev.giftwarden.auth.apikey.KeySecret;
import dev.giftwarden.auth.apikey.use.WrongSecrets;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import dev.giftwarden.auth.client.memory.SecretDigest;
import dev.giftwarden.auth.client.refusal.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides whether a text is a key of ours, and only that: not whether it may be used now.
///
/// A text that is no key, an unknown id and a wrong secret have one public face, and the last two
/// do the same work: one read of a row, one comparison in constant time, one note of it. Only a
/// secret that was right before is spared the read: digests never change, and who sends it learns
/// nothing new.
@ApplicationScoped
public class KeyProof {
  /// What is compared with where there is nothing. No secret has this digest.
  private static final KeySecret.Digest NOBODY = new KeySecret.Digest(new byte[32]);

  /// About 2 MB: the keys in use at one time.
  private static final int MAX_REMEMBERED = 10_000;

  private final DigestTable keys;
  private final WrongSecrets wrong;

  /// By the whole key, so that a wrong secret of a key that is in use finds what an unknown id
  /// finds: nothing. Whoever sends a key chooses its digest as little as its secret, so what a look
  /// by it takes says nothing.
  private final Cache<SecretDigest, Proof.Proven> proven;

  KeyProof(DigestTable keys, WrongSecrets wrong, InstantSource clock) {
    this.keys = keys;
    this.wrong = wrong;
    this.proven = BoundedMemory.of(MAX_REMEMBERED, clock).build();
  }

  public sealed interface Proof {
    /// Whoever sent it holds the secret of this key, which says it is of this environment.
    record Proven(KeyId id, Environment environment) implements Proof {}

    record Refused(Refusal reason) implements Proof {}
  }

  public Proof prove(String text) {
    Optional<ApiKey> presented = ApiKey.parse(text);
    if (presented.isEmpty()) {
      return new Proof.Refused(Refusal.KEY_CHECKSUM);
    }
    SecretDigest whole = SecretDigest.of(text);
    Proof.@Nullable Proven before = proven.getIfPresent(whole);
    if (before != null) {
      return before;
    }
    ApiKey key = presented.get();
    KeySecret.Digest digest = key.secret().digest();
    DigestTable.Stored stored = keys.find(key.id()).orElse(new DigestTable.Stored(false, NOBODY));
    boolean matches = stored.digest().matches(digest);
    if (!stored.known() || !matches) {
      wrong.note(key.id(), stored.known());
      return new Proof.Refused(stored.known() ? Refusal.KEY_SECRET : Refusal.KEY_UNKNOWN);
    }
    Proof.Proven now = new Proof.Proven(key.id(), key.environment());
    proven.put(whole, now);
    return now;
  }
}
