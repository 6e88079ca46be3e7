package dev.giftwarden.audit.tree;

import dev.giftwarden.audit.client.event.LogEntry;
import dev.giftwarden.audit.client.tree.MerkleTree;
import dev.giftwarden.audit.database.SqlTable;
import dev.giftwarden.audit.event.QueuedEvent;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// The states of the tree, and its leaves.
@Singleton
public class TreeTable extends SqlTable {
  /// Any number that nothing else in this database locks.
  private static final long INTEGRATION = 0x67_77_61_75_64_69_74L;

  TreeTable(AgroalDataSource database) {
    super(database);
  }

  /// Lets one replica integrate at a time, until the end of the transaction. It saves work that
  /// would be lost; what keeps the tree right is [#extend]. A replica that stops while it holds the
  /// lock is cut off by the server after five seconds.
  void awaitTurn() {
    query(
        """
        select set_config('lock_timeout', '5s', true),
          set_config('idle_in_transaction_session_timeout', '5s', true)
        """,
        _ -> {},
        _ -> true);
    query(
        "select pg_advisory_xact_lock(?)",
        statement -> statement.setLong(1, INTEGRATION),
        _ -> true);
  }

  MerkleTree latest() {
    return query(
            "select size, frontier from tree_head order by size desc limit 1",
            _ -> {},
            row -> MerkleTree.resume(row.getLong("size"), row.getBytes("frontier")))
        .getFirst();
  }

  /// Compare-and-set of the tree's state: decides and writes in one statement.
  ///
  /// @param size the size that `grown` started from
  /// @return false if another writer grew the tree from that size before
  boolean extend(long size, MerkleTree grown) {
    return update(
            """
            insert into tree_head (size, prev_size, root, frontier) values (?, ?, ?, ?)
            on conflict do nothing
            """,
            statement -> {
              statement.setLong(1, grown.size());
              statement.setLong(2, size);
              statement.setBytes(3, grown.root().bytes());
              statement.setBytes(4, grown.frontier());
            })
        == 1;
  }

  /// @param first index of the first leaf
  void insertLeaves(long first, List<QueuedEvent> events) {
    List<Binding> leaves = new ArrayList<>(events.size());
    for (QueuedEvent event : events) {
      leaves.add(leaf(first + leaves.size(), event.id(), event.entry()));
    }
    updateEach("insert into leaf (index, event_id, entry, hash) values (?, ?, ?, ?)", leaves);
  }

  /// Where the events stand in the tree; those without a leaf are not in the answer.
  public Map<UUID, Long> indexes(Collection<UUID> events) {
    return query(
            "select event_id, index from leaf where event_id = any (?)",
            statement -> statement.setObject(1, events.toArray(UUID[]::new)),
            row -> Map.entry(row.getObject("event_id", UUID.class), row.getLong("index")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Binding leaf(long index, UUID event, LogEntry entry) {
    return statement -> {
      statement.setLong(1, index);
      statement.setObject(2, event);
      statement.setBytes(3, entry.bytes());
      statement.setBytes(4, entry.leafHash().bytes());
    };
  }
}
