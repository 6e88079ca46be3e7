package dev.giftwarden.audit.client.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// The public half of the checkpoint signer: `<name>+<hash>+<base64 of 0x01 ‖ Ed25519 key>`, the
/// text form of C2SP signed-note. Who has it can verify the whole log without asking anybody.
public final class VerifierKey {
  static final byte ED25519 = 1;
  static final int HASH_LENGTH = 4;

  private final String name;
  private final byte[] hash;
  private final Ed25519PublicKeyParameters key;

  VerifierKey(String name, Ed25519PublicKeyParameters key) {
    KeyName.check(name);
    this.name = name;
    this.key = key;
    this.hash = hash(name, key);
  }

  /// Reads the text form.
  ///
  /// @param text without or with one line feed at its end
  /// @throws IllegalArgumentException for anything but an Ed25519 key under its own hash
  public static VerifierKey parse(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    String[] parts = line.split("\\+", 3);
    byte[] tagged =
        parts.length == 3 ? StrictBase64.decode(parts[2]).orElse(new byte[0]) : new byte[0];
    if (tagged.length != 1 + Ed25519PublicKeyParameters.KEY_SIZE || tagged[0] != ED25519) {
      throw new IllegalArgumentException("not a verifier key for Ed25519 notes");
    }
    VerifierKey key = new VerifierKey(parts[0], new Ed25519PublicKeyParameters(tagged, 1));
    if (!key.toString().equals(line)) {
      throw new IllegalArgumentException("the verifier key does not have the hash it says");
    }
    return key;
  }

  /// Also the origin of every checkpoint this key may sign.
  public String name() {
    return name;
  }

  /// The checkpoint in `note`, if this key signed it as the checkpoint of its own log. Signatures
  /// of other keys (witnesses) are allowed and say nothing here.
  public Optional<Checkpoint> open(String note) {
    return SignedNote.parse(note)
        .filter(
            parsed -> parsed.signatures(name).stream().anyMatch(s -> verifies(parsed.text(), s)))
        .flatMap(parsed -> Checkpoint.parse(parsed.text()))
        .filter(checkpoint -> checkpoint.origin().equals(name));
  }

  /// The text form, without a line feed.
  @Override
  public String toString() {
    byte[] tagged =
        ByteBuffer.allocate(1 + Ed25519PublicKeyParameters.KEY_SIZE)
            .put(ED25519)
            .put(key.getEncoded())
            .array();
    return name
        + "+"
        + HexFormat.of().formatHex(hash)
        + "+"
        + Base64.getEncoder().encodeToString(tagged);
  }

  byte[] hash() {
    return hash.clone();
  }

  /// @param signature the key's hash and 64 bytes
  private boolean verifies(String text, byte[] signature) {
    if (!Arrays.equals(hash, Arrays.copyOf(signature, HASH_LENGTH))) {
      return false;
    }
    byte[] signed = text.getBytes(StandardCharsets.UTF_8);
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, key);
    verifier.update(signed, 0, signed.length);
    return verifier.verifySignature(Arrays.copyOfRange(signature, HASH_LENGTH, signature.length));
  }

  private static byte[] hash(String name, Ed25519PublicKeyParameters key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      sha.update(ED25519);
      return Arrays.copyOf(sha.digest(key.getEncoded()), HASH_LENGTH);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
