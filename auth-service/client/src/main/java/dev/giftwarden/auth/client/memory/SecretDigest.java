package dev.giftwarden.auth.client.memory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 of a secret: stands for it in a memory that does not hold it.
public record SecretDigest(ByteBuffer sha256) {
  public static SecretDigest of(String secret) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return new SecretDigest(
          ByteBuffer.wrap(sha256.digest(secret.getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
