package dev.giftwarden.certs.checkpoint;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The Ed25519 key that signs checkpoints of the audit log, in the text form of C2SP signed notes
/// (`golang.org/x/mod/sumdb/note`), so that tools we did not write can use both halves.
///
/// @param signer `PRIVATE+KEY+name+hash+base64(0x01 ‖ seed)`, one line
/// @param verifier `name+hash+base64(0x01 ‖ public key)`, one line
public record CheckpointKey(String signer, String verifier) {
  static final String NAME = "giftwarden.example/audit";

  /// Signature type Ed25519 of C2SP signed-note.
  private static final byte ED25519 = 0x01;

  private static final int KEY_BYTES = 32;
  private static final int HASH_BYTES = 4;

  public static CheckpointKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      byte[] spki = pair.getPublic().getEncoded(); // ends in the 32 bytes of the key, RFC 8410
      byte[] publicKey = Arrays.copyOfRange(spki, spki.length - KEY_BYTES, spki.length);
      String label = NAME + "+" + hash(publicKey) + "+";
      return new CheckpointKey("PRIVATE+KEY+" + label + text(seed), label + text(publicKey));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks Ed25519", e);
    }
  }

  /// The signer's half is a secret.
  @Override
  public String toString() {
    return "CheckpointKey[" + verifier + "]";
  }

  private static String hash(byte[] publicKey) throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update((NAME + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    sha256.update(ED25519);
    return HexFormat.of().formatHex(sha256.digest(publicKey), 0, HASH_BYTES);
  }

  private static String text(byte[] key) {
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = ED25519;
    System.arraycopy(key, 0, typed, 1, KEY_BYTES);
    return Base64.getEncoder().encodeToString(typed);
  }
}
