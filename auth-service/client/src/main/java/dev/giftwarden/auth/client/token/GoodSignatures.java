package dev.giftwarden.auth.client.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which tokens have been found to be signed by which key, so that the same one costs its
/// arithmetic once. Bad ones are not remembered: strangers could push the good ones out.
final class GoodSignatures {
  /// About 2 MB; five minutes of tokens for 10,000 clients. The longest unused makes room.
  private static final int MAX_ENTRIES = 10_000;

  private final Map<ByteBuffer, PublicKey> byHash =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, PublicKey> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  boolean contains(String token, PublicKey key) {
    ByteBuffer hash = hash(token);
    synchronized (byHash) {
      return key.equals(byHash.get(hash));
    }
  }

  void add(String token, PublicKey key) {
    ByteBuffer hash = hash(token);
    synchronized (byHash) {
      byHash.put(hash, key);
    }
  }

  private static ByteBuffer hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
