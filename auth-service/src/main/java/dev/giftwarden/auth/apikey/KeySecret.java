package dev.giftwarden.auth.apikey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.giftwarden.edge.text.Base62;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/// The secret part of a key. It cannot be printed, and only its digest is ever stored.
///
/// 30 base62 characters drawn evenly are 178 bits. Nobody searches that space, so a slow password
/// hash would cost only us, and a pepper would be one more secret to lose: plain SHA-256 is enough
/// here.
public final class KeySecret {
  static final int LENGTH = 30;

  private final String characters;

  KeySecret(String characters) {
    if (characters.length() != LENGTH) {
      throw new IllegalArgumentException("A key's secret is " + LENGTH + " characters.");
    }
    this.characters = characters;
  }

  static KeySecret random(RandomGenerator random) {
    return new KeySecret(Base62.random(LENGTH, random));
  }

  public Digest digest() {
    try {
      return new Digest(MessageDigest.getInstance("SHA-256").digest(characters.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /// For the one answer that shows a new key.
  String reveal() {
    return characters;
  }

  @Override
  public String toString() {
    return "***";
  }

  /// SHA-256 of a secret. Compared in constant time, and in no other way.
  public static final class Digest {
    private final byte[] bytes;

    public Digest(byte[] bytes) {
      if (bytes.length != 32) {
        throw new IllegalArgumentException("SHA-256 is 32 bytes, not " + bytes.length);
      }
      this.bytes = bytes.clone();
    }

    public boolean matches(Digest other) {
      return MessageDigest.isEqual(bytes, other.bytes);
    }

    byte[] bytes() {
      return bytes.clone();
    }
  }
}
