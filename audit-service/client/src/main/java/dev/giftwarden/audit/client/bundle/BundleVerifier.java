package dev.giftwarden.audit.client.bundle;

import static dev.giftwarden.audit.client.bundle.Verdict.Against.OWN_CHECKPOINT;
import static dev.giftwarden.audit.client.bundle.Verdict.Against.TRUSTED_CHECKPOINT;

import dev.giftwarden.audit.client.checkpoint.Checkpoint;
import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Verifies an exported log offline. Trusts nothing but the key and the older checkpoint it is
/// given. Given neither, it proves only that the folder hangs together under the key that lies in
/// it: whoever can replace the whole folder can replace that key.
///
/// | file | holds, numbers big-endian |
/// |---|---|
/// | `checkpoint` | the signed note |
/// | `signer.vkey` | the key that signed it, and a line feed |
/// | `entries` | for each leaf 41 bytes: [dev.giftwarden.audit.client.event.LogEntry] |
/// | `hashes` | for each leaf its hash, 32 bytes |
/// | `events` | for each leaf its index (u64), salt (32 bytes), length (u32), event's bytes |
public final class BundleVerifier {
  private static final String CHECKPOINT = "checkpoint";
  private static final String KEY = "signer.vkey";

  /// Keys and notes are far smaller.
  private static final long MAX_TEXT_BYTES = 16_384;

  private final Path folder;
  private final Optional<VerifierKey> trustedKey;
  private final Optional<String> trustedNote;

  /// @param trustedKey known from elsewhere than the folder
  /// @param trustedNote a checkpoint of the log from before, as its signed note
  public BundleVerifier(
      Path folder, Optional<VerifierKey> trustedKey, Optional<String> trustedNote) {
    this.folder = folder;
    this.trustedKey = trustedKey;
    this.trustedNote = trustedNote;
  }

  /// Reads the folder to its first fault.
  ///
  /// @throws IOException if a file cannot be read; what is wrong in a file is a verdict
  public Verdict verify() throws IOException {
    try {
      return verify(key());
    } catch (BadBundleException bad) {
      return bad.verdict();
    }
  }

  private Verdict verify(VerifierKey key) throws IOException, BadBundleException {
    if (trustedKey.isPresent() && !trustedKey.get().toString().equals(key.toString())) {
      return new Verdict.BadSignature(OWN_CHECKPOINT);
    }
    Optional<Checkpoint> own = key.open(text(CHECKPOINT));
    if (own.isEmpty()) {
      return new Verdict.BadSignature(OWN_CHECKPOINT);
    }
    Optional<Checkpoint> trusted = trustedNote.flatMap(key::open);
    if (trusted.isEmpty() && trustedNote.isPresent()) {
      return new Verdict.BadSignature(TRUSTED_CHECKPOINT);
    }
    if (trusted.isPresent() && trusted.get().size() > own.get().size()) {
      return new Verdict.OlderThan(own.get().size(), trusted.get().size());
    }
    try (InputStream entries = open("entries");
        InputStream hashes = open("hashes");
        InputStream events = open("events")) {
      return new LeafReader(entries, hashes, events).verify(own.get(), trusted);
    }
  }

  private VerifierKey key() throws IOException, BadBundleException {
    String text = text(KEY);
    try {
      VerifierKey key = VerifierKey.parse(text);
      if (text.equals(key + "\n")) {
        return key;
      }
    } catch (IllegalArgumentException _) {
      throw new BadBundleException(KEY, "is no verifier key");
    }
    throw new BadBundleException(KEY, "does not end with one line feed");
  }

  private InputStream open(String name) throws IOException, BadBundleException {
    try {
      return new BufferedInputStream(Files.newInputStream(folder.resolve(name)));
    } catch (NoSuchFileException missing) {
      throw new BadBundleException(name, "is missing");
    }
  }

  private String text(String name) throws IOException, BadBundleException {
    Path file = folder.resolve(name);
    try {
      if (Files.size(file) > MAX_TEXT_BYTES) {
        throw new BadBundleException(name, "is longer than 16 KiB");
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (NoSuchFileException missing) {
      throw new BadBundleException(name, "is missing");
    } catch (CharacterCodingException broken) {
      throw new BadBundleException(name, "is not UTF-8");
    }
  }
}
