package dev.giftwarden.audit.client.checkpoint;

import dev.giftwarden.audit.client.tree.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// The checkpoint signer: `PRIVATE+KEY+<name>+<hash>+<base64 of 0x01 ‖ Ed25519 seed>`, the text
/// form of C2SP signed-note. Who steals it can show different logs to different readers; cannot,
/// unseen, change what a reader holds an older checkpoint of.
public final class SignerKey {
  private static final String MARK = "PRIVATE+KEY+";
  private static final int SIGNATURE_LENGTH = 64;

  private final Ed25519PrivateKeyParameters key;
  private final VerifierKey verifier;

  private SignerKey(String name, Ed25519PrivateKeyParameters key) {
    this.key = key;
    this.verifier = new VerifierKey(name, key.generatePublicKey());
  }

  /// Reads the text form.
  ///
  /// @param text without or with one line feed at its end
  /// @throws IllegalArgumentException for anything but an Ed25519 key under its own hash; the
  ///   message holds nothing of the text
  public static SignerKey parse(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    String[] parts =
        line.startsWith(MARK) ? line.substring(MARK.length()).split("\\+", 3) : new String[0];
    byte[] tagged =
        parts.length == 3 ? StrictBase64.decode(parts[2]).orElse(new byte[0]) : new byte[0];
    if (tagged.length != 1 + Ed25519PrivateKeyParameters.KEY_SIZE
        || tagged[0] != VerifierKey.ED25519) {
      throw new IllegalArgumentException("not a signer key for Ed25519 notes");
    }
    SignerKey signer = new SignerKey(parts[0], new Ed25519PrivateKeyParameters(tagged, 1));
    if (!HexFormat.of().formatHex(signer.verifier.hash()).equals(parts[1])) {
      throw new IllegalArgumentException("the signer key does not have the hash it says");
    }
    return signer;
  }

  public VerifierKey verifier() {
    return verifier;
  }

  /// A signed note: the checkpoint of this key's log, at that size and root.
  public String sign(long size, Hash root) {
    String text = new Checkpoint(verifier.name(), size, root).text();
    byte[] signed = text.getBytes(StandardCharsets.UTF_8);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(signed, 0, signed.length);
    byte[] signature =
        ByteBuffer.allocate(VerifierKey.HASH_LENGTH + SIGNATURE_LENGTH)
            .put(verifier.hash())
            .put(signer.generateSignature())
            .array();
    return "%s\n%s%s %s\n"
        .formatted(
            text, SignedNote.DASH, verifier.name(), Base64.getEncoder().encodeToString(signature));
  }

  /// Says whose key it is, never the key.
  @Override
  public String toString() {
    return "SignerKey[" + verifier.name() + "]";
  }
}
