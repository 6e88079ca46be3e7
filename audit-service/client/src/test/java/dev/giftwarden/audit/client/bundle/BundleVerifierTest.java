package dev.giftwarden.audit.client.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.Golden;
import dev.giftwarden.audit.client.bundle.Verdict.Against;
import dev.giftwarden.audit.client.bundle.Verdict.BadIndex;
import dev.giftwarden.audit.client.bundle.Verdict.BadSignature;
import dev.giftwarden.audit.client.bundle.Verdict.Good;
import dev.giftwarden.audit.client.bundle.Verdict.Inconsistent;
import dev.giftwarden.audit.client.bundle.Verdict.Malformed;
import dev.giftwarden.audit.client.bundle.Verdict.OlderThan;
import dev.giftwarden.audit.client.checkpoint.SignerKey;
import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.audit.client.tree.MerkleTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every case starts from a log of six events that Python exported.
class BundleVerifierTest {
  private static final int SIZE = 6;
  private static final Optional<VerifierKey> KEY =
      Optional.of(VerifierKey.parse(Golden.verifierKey()));

  @TempDir Path folder;

  @BeforeEach
  void copyTheGoldenLog() throws IOException {
    for (String file : List.of("checkpoint", "signer.vkey", "entries", "hashes", "events")) {
      Files.copy(Golden.file("bundle/" + file), folder.resolve(file));
    }
  }

  @DisplayName(
      "A2 a log exported outside Java is good, alone and as a sequel of an older checkpoint")
  @Test
  void acceptsTheGoldenLog() throws IOException {
    assertThat(verify())
        .isInstanceOfSatisfying(Good.class, good -> assertThat(good.size()).isEqualTo(SIZE));
    assertThat(verifySince(older())).isInstanceOf(Good.class);
    assertThat(verifySince(Files.readString(folder.resolve("checkpoint"))))
        .isInstanceOf(Good.class);
    assertThat(new BundleVerifier(folder, Optional.empty(), Optional.empty()).verify())
        .isInstanceOf(Good.class);
  }

  @DisplayName("A2 a flip in any byte of any file is found, and where leaves lie, by its index")
  @ParameterizedTest
  @ValueSource(strings = {"checkpoint", "signer.vkey", "entries", "hashes", "events"})
  void findsEveryFlip(String file) throws IOException {
    byte[] good = Files.readAllBytes(folder.resolve(file));
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      Files.write(folder.resolve(file), bad);

      Verdict verdict = new BundleVerifier(folder, Optional.empty(), Optional.empty()).verify();

      if (file.equals("checkpoint") || file.equals("signer.vkey")) {
        assertThat(verdict).as("byte %d", at).isInstanceOfAny(BadSignature.class, Malformed.class);
      } else {
        long index = indexOf(file, at);
        assertThat(verdict)
            .as("byte %d", at)
            .isInstanceOfSatisfying(
                BadIndex.class, found -> assertThat(found.index()).isEqualTo(index));
      }
    }
  }

  @DisplayName("A2 a file cut anywhere is found, by the first index that is missing")
  @ParameterizedTest
  @ValueSource(strings = {"entries", "hashes", "events"})
  void findsEveryCut(String file) throws IOException {
    byte[] good = Files.readAllBytes(folder.resolve(file));
    for (int length = 0; length < good.length; length++) {
      Files.write(folder.resolve(file), Arrays.copyOf(good, length));
      long index = indexOf(file, length);
      assertThat(verify())
          .isInstanceOfSatisfying(BadIndex.class, bad -> assertThat(bad.index()).isEqualTo(index));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint", "signer.vkey", "entries", "hashes", "events"})
  void findsAmissingAndAnEmptyAndAlongerFile(String file) throws IOException {
    byte[] good = Files.readAllBytes(folder.resolve(file));
    Files.write(folder.resolve(file), Arrays.copyOf(good, good.length + 1));
    assertThat(verify()).isInstanceOfAny(Malformed.class, BadSignature.class);
    Files.write(folder.resolve(file), new byte[20_000]);
    assertThat(verify()).isNotInstanceOf(Good.class);
    Files.delete(folder.resolve(file));
    assertThat(verify()).isEqualTo(new Malformed(file, "is missing"));
  }

  @DisplayName("A2 a deleted event is found at its index")
  @Test
  void findsAdeletedEvent() throws IOException {
    remove("events", 2);
    assertThat(verify()).isEqualTo(new BadIndex(2, "the event is missing or out of order"));
  }

  @DisplayName("A2 a deleted leaf is found at its index")
  @Test
  void findsAdeletedLeaf() throws IOException {
    remove("entries", 2);
    assertThat(verify())
        .isInstanceOfSatisfying(BadIndex.class, bad -> assertThat(bad.index()).isEqualTo(2));
  }

  @DisplayName("A2 leaves swapped with all that belongs to them do not make the signed root")
  @Test
  void findsSwappedLeaves() throws IOException {
    swap(0, 1);
    assertThat(verify()).isEqualTo(new Inconsistent(Against.OWN_CHECKPOINT, SIZE));
    assertThat(verifySince(older())).isEqualTo(new Inconsistent(Against.TRUSTED_CHECKPOINT, 4));
  }

  @DisplayName("A2 a log that the signer's thief rewrote contradicts a checkpoint trusted before")
  @Test
  void findsArewrittenLog() throws Exception {
    swap(0, 1);
    signAgain(SIZE);
    assertThat(verify()).isInstanceOf(Good.class);
    assertThat(verifySince(older())).isEqualTo(new Inconsistent(Against.TRUSTED_CHECKPOINT, 4));
  }

  @DisplayName("A2 a log that the signer's thief cut is older than a checkpoint trusted before")
  @Test
  void findsAcutLog() throws Exception {
    for (int index = SIZE - 1; index >= 3; index--) {
      remove("entries", index);
      remove("hashes", index);
      remove("events", index);
    }
    signAgain(3);
    assertThat(verify()).isInstanceOf(Good.class);
    assertThat(verifySince(older())).isEqualTo(new OlderThan(3, 4));
  }

  @DisplayName("A2 a log under another key is no log of ours, however well it hangs together")
  @Test
  void findsAnotherKey() throws IOException {
    for (String file : List.of("checkpoint", "signer.vkey")) {
      Files.copy(
          Golden.file("other-" + file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(new BundleVerifier(folder, Optional.empty(), Optional.empty()).verify())
        .isInstanceOf(Good.class);
    assertThat(verify()).isEqualTo(new BadSignature(Against.OWN_CHECKPOINT));
  }

  @DisplayName("A2 an older checkpoint counts only with the key's signature")
  @Test
  void refusesAforgedOlderCheckpoint() throws IOException {
    assertThat(verifySince(older().replace("\n4\n", "\n5\n")))
        .isEqualTo(new BadSignature(Against.TRUSTED_CHECKPOINT));
  }

  private Verdict verify() throws IOException {
    return new BundleVerifier(folder, KEY, Optional.empty()).verify();
  }

  private Verdict verifySince(String note) throws IOException {
    return new BundleVerifier(folder, KEY, Optional.of(note)).verify();
  }

  /// The checkpoint the log had at four leaves.
  private static String older() throws IOException {
    return Files.readString(Golden.file("older-checkpoint"));
  }

  private long indexOf(String file, int offset) throws IOException {
    int end = 0;
    int index = 0;
    for (byte[] leaf : split(Files.readAllBytes(Golden.file("bundle/" + file)), file)) {
      end += leaf.length;
      if (offset < end) {
        return index;
      }
      index++;
    }
    return index;
  }

  private void remove(String file, int index) throws IOException {
    List<byte[]> leaves = read(file);
    leaves.remove(index);
    write(file, leaves);
  }

  /// Swaps two leaves so that every file agrees with every other.
  private void swap(int one, int other) throws IOException {
    for (String file : List.of("entries", "hashes", "events")) {
      List<byte[]> leaves = read(file);
      Collections.swap(leaves, one, other);
      if (file.equals("events")) {
        ByteBuffer.wrap(leaves.get(one)).putLong(one);
        ByteBuffer.wrap(leaves.get(other)).putLong(other);
      }
      write(file, leaves);
    }
  }

  /// What only the signer's thief can do.
  private void signAgain(int size) throws IOException, GeneralSecurityException {
    MerkleTree tree = MerkleTree.empty();
    read("hashes").forEach(hash -> tree.add(Hash.of(hash)));
    assertThat(tree.size()).isEqualTo(size);
    Files.writeString(
        folder.resolve("checkpoint"),
        SignerKey.parse(Golden.signerKey()).sign(tree.size(), tree.root()));
  }

  private List<byte[]> read(String file) throws IOException {
    return split(Files.readAllBytes(folder.resolve(file)), file);
  }

  private void write(String file, List<byte[]> leaves) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    leaves.forEach(bytes::writeBytes);
    Files.write(folder.resolve(file), bytes.toByteArray());
  }

  private static List<byte[]> split(byte[] bytes, String file) {
    List<byte[]> leaves = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += leaves.getLast().length) {
      int length =
          switch (file) {
            case "entries" -> 41;
            case "hashes" -> 32;
            default -> 44 + ByteBuffer.wrap(bytes).getInt(at + 40);
          };
      leaves.add(Arrays.copyOfRange(bytes, at, at + length));
    }
    return leaves;
  }
}
