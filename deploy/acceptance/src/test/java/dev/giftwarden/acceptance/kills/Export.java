package dev.giftwarden.acceptance.kills;

import dev.giftwarden.acceptance.house.EventBytes;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An exported log, read and judged with the JDK alone: no code of the services, no library of
/// theirs. What is wrong with it is collected, not thrown.
final class Export {
  private static final int ENTRY = 41;
  private static final int HASH = 32;

  final List<String> complaints = new ArrayList<>();

  /// Every event by the names of its fields.
  final List<Map<String, String>> events = new ArrayList<>();

  private final List<byte[]> leaves = new ArrayList<>();

  static Export read(Path folder) throws IOException, GeneralSecurityException {
    Export export = new Export();
    export.leaves(folder);
    export.checkpoint(folder);
    return export;
  }

  int size() {
    return leaves.size();
  }

  /// The root of the tree over the first leaves (RFC 6962, 2.1), for each size asked for.
  ///
  /// @param sizes ascending
  Map<Long, byte[]> roots(List<Long> sizes) throws GeneralSecurityException {
    Map<Long, byte[]> roots = new TreeMap<>();
    List<byte[]> peaks = new ArrayList<>(); // of perfect subtrees, the largest first
    List<Integer> heights = new ArrayList<>();
    long size = 0;
    for (long wanted : sizes) {
      for (; size < wanted && size < leaves.size(); size++) {
        peaks.add(leaves.get((int) size));
        heights.add(0);
        while (heights.size() > 1 && heights.getLast().equals(heights.get(heights.size() - 2))) {
          byte[] right = peaks.removeLast();
          byte[] left = peaks.removeLast();
          int height = heights.removeLast();
          heights.removeLast();
          peaks.add(node(left, right));
          heights.add(height + 1);
        }
      }
      if (size == wanted) {
        roots.put(wanted, fold(peaks));
      }
    }
    return roots;
  }

  private static byte[] fold(List<byte[]> peaks) throws GeneralSecurityException {
    if (peaks.isEmpty()) {
      return sha256(new byte[0]);
    }
    byte[] root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = node(peaks.get(i), root);
    }
    return root;
  }

  private static byte[] node(byte[] left, byte[] right) throws GeneralSecurityException {
    return sha256(new byte[] {1}, left, right);
  }

  private static byte[] sha256(byte[]... parts) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  private void leaves(Path folder) throws IOException, GeneralSecurityException {
    byte[] entries = Files.readAllBytes(folder.resolve("entries"));
    byte[] hashes = Files.readAllBytes(folder.resolve("hashes"));
    if (entries.length % ENTRY != 0 || hashes.length != entries.length / ENTRY * HASH) {
      complaints.add("entries and hashes do not go together");
    }
    var events = new DataInputStream(new ByteArrayInputStream(bytes(folder, "events")));
    for (int i = 0; i < entries.length / ENTRY; i++) {
      byte[] entry = Arrays.copyOfRange(entries, i * ENTRY, (i + 1) * ENTRY);
      byte[] leaf = sha256(new byte[] {0}, entry);
      if (!Arrays.equals(leaf, Arrays.copyOfRange(hashes, i * HASH, (i + 1) * HASH))) {
        complaints.add("leaf " + i + ": the hash is another entry's");
      }
      leaves.add(leaf);
      event(i, entry, events);
    }
    if (events.read() >= 0) {
      complaints.add("events go on after the last leaf");
    }
  }

  private static byte[] bytes(Path folder, String file) throws IOException {
    return Files.readAllBytes(folder.resolve(file));
  }

  private void event(int index, byte[] entry, DataInputStream in)
      throws IOException, GeneralSecurityException {
    if (in.available() < 8 + HASH + 4) {
      complaints.add("leaf " + index + ": no event");
      return;
    }
    long at = in.readLong();
    byte[] salt = in.readNBytes(HASH);
    byte[] event = in.readNBytes(Math.max(0, in.readInt()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(salt, "HmacSHA256"));
    byte[] commitment = mac.doFinal(event);
    if (at != index || !Arrays.equals(commitment, Arrays.copyOfRange(entry, 9, ENTRY))) {
      complaints.add("leaf " + index + ": its event does not open the entry");
      return;
    }
    Map<String, String> fields = EventBytes.fields(event);
    if (entry[0] != 1
        || ByteBuffer.wrap(entry, 1, 8).getLong()
            != Long.parseLong(fields.getOrDefault("time", ""))) {
      complaints.add("leaf " + index + ": another time than its event's");
    }
    events.add(fields);
  }

  private void checkpoint(Path folder) throws IOException, GeneralSecurityException {
    String[] note = Files.readString(folder.resolve("checkpoint")).split("\n\n", 2);
    String[] lines = note[0].split("\n");
    String[] signature = note.length == 2 ? note[1].strip().split(" ") : new String[0];
    if (lines.length < 3 || signature.length != 3 || !isSigned(folder, note[0], signature[2])) {
      complaints.add("the checkpoint is not signed by the log's key");
      return;
    }
    long size = Long.parseLong(lines[1]);
    byte[] root = roots(List.of(size)).get(size);
    if (size != leaves.size() || !Arrays.equals(root, Base64.getDecoder().decode(lines[2]))) {
      complaints.add("the checkpoint is of another tree");
    }
  }

  private static boolean isSigned(Path folder, String text, String signature)
      throws IOException, GeneralSecurityException {
    String verifier = Files.readString(folder.resolve("signer.vkey")).strip();
    byte[] tagged = Base64.getDecoder().decode(verifier.split("\\+", 3)[2]);
    byte[] spki =
        ByteBuffer.allocate(12 + HASH)
            .put(HexFormat.of().parseHex("302a300506032b6570032100"))
            .put(tagged, 1, HASH)
            .array();
    Signature ed25519 = Signature.getInstance("Ed25519");
    ed25519.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    ed25519.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    byte[] hashAndSignature = Base64.getDecoder().decode(signature);
    return ed25519.verify(Arrays.copyOfRange(hashAndSignature, 4, hashAndSignature.length));
  }
}
