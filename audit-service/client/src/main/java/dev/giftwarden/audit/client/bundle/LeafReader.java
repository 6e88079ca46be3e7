package dev.giftwarden.audit.client.bundle;

import dev.giftwarden.audit.client.bundle.Verdict.Against;
import dev.giftwarden.audit.client.checkpoint.Checkpoint;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.LogEntry;
import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.audit.client.tree.MerkleTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads the leaves of an exported log, each file once and side by side, so that a log of any size
/// takes the memory of one event.
final class LeafReader {
  private static final int HEADER_LENGTH = Long.BYTES + LogEntry.SALT_LENGTH + Integer.BYTES;

  private final InputStream entries;
  private final InputStream hashes;
  private final InputStream events;
  private final MerkleTree tree = MerkleTree.empty();

  LeafReader(InputStream entries, InputStream hashes, InputStream events) {
    this.entries = entries;
    this.hashes = hashes;
    this.events = events;
  }

  /// Judges every leaf and the tree they make.
  ///
  /// @param trusted not larger than `own`
  Verdict verify(Checkpoint own, Optional<Checkpoint> trusted)
      throws IOException, BadBundleException {
    while (true) {
      if (trusted.isPresent() && contradicts(trusted.get())) {
        return new Verdict.Inconsistent(Against.TRUSTED_CHECKPOINT, tree.size());
      }
      if (tree.size() == own.size()) {
        break;
      }
      tree.add(next());
    }
    checkEnd(entries, "entries");
    checkEnd(hashes, "hashes");
    checkEnd(events, "events");
    return contradicts(own)
        ? new Verdict.Inconsistent(Against.OWN_CHECKPOINT, own.size())
        : new Verdict.Good(own.size(), own.root());
  }

  private boolean contradicts(Checkpoint checkpoint) {
    return tree.size() == checkpoint.size() && !tree.root().equals(checkpoint.root());
  }

  private Hash next() throws IOException, BadBundleException {
    byte[] bytes = read(entries, LogEntry.LENGTH, "the entry is missing");
    Hash hash = Hash.of(read(hashes, Hash.LENGTH, "the leaf hash is missing"));
    if (!Hash.ofLeaf(bytes).equals(hash)) {
      throw bad("the leaf hash is not the entry's");
    }
    openEvent(bytes);
    return hash;
  }

  private void openEvent(byte[] entry) throws IOException, BadBundleException {
    byte[] header = read(events, HEADER_LENGTH, "the event is missing or cut off");
    ByteBuffer fields = ByteBuffer.wrap(header);
    if (fields.getLong() != tree.size()) {
      throw bad("the event is missing or out of order");
    }
    byte[] salt = new byte[LogEntry.SALT_LENGTH];
    int length = fields.get(salt).getInt();
    if (length < 0 || length > EventCodec.MAX_BYTES) {
      throw bad("the event is longer than an event can be");
    }
    byte[] event = read(events, length, "the event is cut off");
    if (!isOpenedBy(entry, salt, event)) {
      throw bad("the event and its salt do not open the entry");
    }
  }

  private static boolean isOpenedBy(byte[] entry, byte[] salt, byte[] event) {
    try {
      return LogEntry.parse(entry).opensTo(salt, EventCodec.decode(event));
    } catch (IllegalArgumentException _) {
      return false; // no entry, or no event
    }
  }

  private byte[] read(InputStream in, int length, String otherwise)
      throws IOException, BadBundleException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw bad(otherwise);
    }
    return bytes;
  }

  /// The leaf after those that are in the tree contradicts itself.
  private BadBundleException bad(String what) {
    return new BadBundleException(new Verdict.BadIndex(tree.size(), what));
  }

  private static void checkEnd(InputStream in, String name) throws IOException, BadBundleException {
    if (in.read() >= 0) {
      throw new BadBundleException(name, "goes on after the checkpoint's last leaf");
    }
  }
}
