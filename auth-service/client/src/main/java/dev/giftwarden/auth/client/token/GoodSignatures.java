package dev.giftwarden.auth.client.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which tokens have been found to be in form and signed by which key, so that the same one costs
/// its arithmetic once. Bad ones are not remembered: strangers could push the good ones out.
final class GoodSignatures {
  /// About 3 MB; five minutes of tokens for 10,000 clients. The longest unused makes room.
  private static final int MAX_ENTRIES = 10_000;

  /// Stands for a token, which is a secret, in the memory.
  record Digest(ByteBuffer sha256) {
    static Digest of(String token) {
      try {
        var sha256 = MessageDigest.getInstance("SHA-256");
        return new Digest(ByteBuffer.wrap(sha256.digest(token.getBytes(StandardCharsets.UTF_8))));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e); // every Java platform has SHA-256
      }
    }
  }

  /// Who has signed: the id by which the token names its key, and the key that was found under it.
  record Signer(String keyId, PublicKey key) {}

  private final Map<Digest, Signer> signers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Signer> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  Optional<Signer> find(Digest token) {
    synchronized (signers) {
      return Optional.ofNullable(signers.get(token));
    }
  }

  void add(Digest token, Signer signer) {
    synchronized (signers) {
      signers.put(token, signer);
    }
  }
}
