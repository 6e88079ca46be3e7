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

  /// A leaf that contradicts itself.
  private static final class BadLeafException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    BadLeafException(String what) {
      super(what);
      this.what = what;
    }
  }

  private final InputStream entries;
  private final InputStream hashes;
  private final InputStream events;

  LeafReader(InputStream entries, InputStream hashes, InputStream events) {
    this.entries = entries;
    this.hashes = hashes;
    this.events = events;
  }

  /// Judges every leaf and the tree they make.
  ///
  /// @param trusted not larger than `own`
  Verdict verify(Checkpoint own, Optional<Checkpoint> trusted)
      throws IOException, MalformedFileException {
    MerkleTree tree = MerkleTree.empty();
    while (true) {
      if (trusted.isPresent() && contradicts(tree, trusted.get())) {
        return new Verdict.Inconsistent(Against.TRUSTED_CHECKPOINT, tree.size());
      }
      if (tree.size() == own.size()) {
        break;
      }
      try {
        tree.add(next(tree.size()));
      } catch (BadLeafException bad) {
        return new Verdict.BadIndex(tree.size(), bad.what);
      }
    }
    checkEnd(entries, "entries");
    checkEnd(hashes, "hashes");
    checkEnd(events, "events");
    return contradicts(tree, own)
        ? new Verdict.Inconsistent(Against.OWN_CHECKPOINT, own.size())
        : new Verdict.Good(own.size(), own.root());
  }

  private static boolean contradicts(MerkleTree tree, Checkpoint checkpoint) {
    return tree.size() == checkpoint.size() && !tree.root().equals(checkpoint.root());
  }

  private Hash next(long index) throws IOException, BadLeafException {
    byte[] bytes = read(entries, LogEntry.LENGTH, "the entry is missing");
    Hash hash = Hash.of(read(hashes, Hash.LENGTH, "the leaf hash is missing"));
    if (!Hash.ofLeaf(bytes).equals(hash)) {
      throw new BadLeafException("the leaf hash is not the entry's");
    }
    openEvent(index, bytes);
    return hash;
  }

  private void openEvent(long index, byte[] entry) throws IOException, BadLeafException {
    byte[] header = read(events, HEADER_LENGTH, "the event is missing or cut off");
    ByteBuffer fields = ByteBuffer.wrap(header);
    if (fields.getLong() != index) {
      throw new BadLeafException("the event is missing or out of order");
    }
    byte[] salt = new byte[LogEntry.SALT_LENGTH];
    int length = fields.get(salt).getInt();
    if (length < 0 || length > EventCodec.MAX_BYTES) {
      throw new BadLeafException("the event is longer than an event can be");
    }
    byte[] event = read(events, length, "the event is cut off");
    if (!isOpenedBy(entry, salt, event)) {
      throw new BadLeafException("the event and its salt do not open the entry");
    }
  }

  private static boolean isOpenedBy(byte[] entry, byte[] salt, byte[] event) {
    try {
      return LogEntry.parse(entry).opensTo(salt, EventCodec.decode(event));
    } catch (IllegalArgumentException _) {
      return false; // no entry, or no event
    }
  }

  private static byte[] read(InputStream in, int length, String otherwise)
      throws IOException, BadLeafException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new BadLeafException(otherwise);
    }
    return bytes;
  }

  private static void checkEnd(InputStream in, String name)
      throws IOException, MalformedFileException {
    if (in.read() >= 0) {
      throw new MalformedFileException(name, "goes on after the checkpoint's last leaf");
    }
  }
}
