package dev.giftwarden.gift.sealing;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A key of 256 bits that cannot be printed.
final class Secret {

  static final int BYTES = 32;

  /// NIST SP 800-38D, section 8.2.2: 96 random bits, good for 2³² times under one key. No key here
  /// comes near: a data key seals one person and their messages, and one that wraps seals as many
  /// as there are recipients.
  static final int NONCE_BYTES = 12;

  private static final int TAG_BYTES = 16;

  private final byte[] bytes;

  /// @throws InvalidValue unless it is 32 bytes
  Secret(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new InvalidValue("32 bytes");
    }
    this.bytes = bytes.clone();
  }

  /// @param text 64 hexadecimal digits, and a line's end if there is one
  static Secret parse(String text) {
    try {
      return new Secret(HexFormat.of().parseHex(text.strip()));
    } catch (IllegalArgumentException _) { // its message quotes the key
      throw new InvalidValue("32 random bytes as 64 hexadecimal digits: openssl rand -hex 32");
    }
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /// AES-256-GCM: `nonce ‖ ciphertext ‖ tag`.
  ///
  /// @param nonce 12 bytes that this key has not seen
  /// @param about what has to be said again to open it
  byte[] seal(byte[] nonce, byte[] clear, byte[] about) {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, about);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + clear.length + TAG_BYTES);
      int written = cipher.doFinal(clear, 0, clear.length, sealed, NONCE_BYTES);
      if (written != clear.length + TAG_BYTES) {
        throw new IllegalStateException("a tag of another length");
      }
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /// @throws SealException if this key did not seal it, or not with these words
  byte[] open(byte[] sealed, byte[] about) {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) {
      throw new SealException("too short to be sealed");
    }
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, nonce, about)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (GeneralSecurityException _) {
      throw new SealException("another key, another row, or altered");
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] about) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    var key = new SecretKeySpec(bytes, "AES");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(about);
    return cipher;
  }

  /// HMAC-SHA-256.
  byte[] mac(byte[] of) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      return mac.doFinal(of);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /// Another key, from which this one cannot be told: HKDF-Expand with SHA-256, of one block (RFC
  /// 5869, section 2.3). To extract first is for keys that are not uniformly random (section 3.3).
  ///
  /// @param purpose what it is for; what this key signs itself begins otherwise, with a length
  Secret derive(String purpose) {
    byte[] info = purpose.getBytes(StandardCharsets.UTF_8);
    byte[] block = Arrays.copyOf(info, info.length + 1);
    block[info.length] = 1;
    return new Secret(mac(block));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  @Override
  public int hashCode() {
    return Secret.class.hashCode(); // a key leaves no trace, not in a hash either
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
