package dev.giftwarden.audit.client.bundle;

import dev.giftwarden.audit.client.tree.Hash;

/// What [BundleVerifier] found. Only `Good` is good.
public sealed interface Verdict {
  /// Every event is there, opens its entry, and the entries make the signed root; and the log a
  /// trusted older checkpoint spoke of is the beginning of this one.
  record Good(long size, Hash root) implements Verdict {}

  /// The first index at which the folder contradicts itself. What lies before it hangs together.
  record BadIndex(long index, String what) implements Verdict {}

  /// The folder ends before a checkpoint that is already trusted: something was cut off, or the
  /// folder is simply older.
  record OlderThan(long size, long trustedSize) implements Verdict {}

  /// The leaves hang together and are not the log the checkpoint of `size` leaves speaks of.
  record Inconsistent(Against against, long size) implements Verdict {}

  record BadSignature(Against against) implements Verdict {}

  /// A file that is not what it should be, as a whole or before any index.
  record Malformed(String file, String why) implements Verdict {}

  /// Which checkpoint is meant: the folder's own, or the older one that is trusted already.
  enum Against {
    OWN_CHECKPOINT,
    TRUSTED_CHECKPOINT
  }
}
