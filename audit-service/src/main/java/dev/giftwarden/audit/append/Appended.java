package dev.giftwarden.audit.append;

import java.util.List;
import java.util.UUID;

/// What became of a batch.
public sealed interface Appended {
  /// All of it is in the tree of a published checkpoint.
  ///
  /// @param indexes the leaf of each event, in the order sent
  /// @param checkpoint the signed note
  record Included(List<Long> indexes, String checkpoint) implements Appended {
    public Included {
      indexes = List.copyOf(indexes);
    }
  }

  /// The log has that id with another content, or from another source. Nothing of the batch was
  /// taken.
  record Conflicting(UUID id) implements Appended {}

  /// Stored, but no checkpoint included it in time. Sending it again is safe.
  record NotYetIncluded() implements Appended {}
}
