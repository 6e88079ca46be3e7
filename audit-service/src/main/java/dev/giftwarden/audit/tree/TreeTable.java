package dev.giftwarden.audit.tree;

import dev.giftwarden.audit.client.tree.MerkleTree;
import dev.giftwarden.audit.event.QueuedEvent;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Transaction;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The states of the tree, and its leaves.
@Singleton
public class TreeTable {
  /// Any number that nothing else in this database locks.
  private static final long INTEGRATION = 0x67_77_61_75_64_69_74L;

  private final Database database;

  TreeTable(Database database) {
    this.database = database;
  }

  /// Lets one replica integrate at a time, until the end of the transaction. It saves work that
  /// would be lost; what keeps the tree right is [#extend]. A replica that stops while it holds the
  /// lock is cut off by the server after five seconds.
  void awaitTurn(Transaction transaction) {
    transaction
        .sql(
            """
            select set_config('lock_timeout', '5s', true),
              set_config('idle_in_transaction_session_timeout', '5s', true)
            """)
        .exists();
    transaction
        .sql("select pg_advisory_xact_lock(:integration)")
        .set("integration", INTEGRATION)
        .exists();
  }

  MerkleTree latest(Transaction transaction) {
    return transaction
        .sql("select size, frontier from tree_head order by size desc limit 1")
        .only(row -> MerkleTree.resume(row.number("size"), row.bytes("frontier")));
  }

  /// Compare-and-set of the tree's state: decides and writes in one statement.
  ///
  /// @param size the size that `grown` started from
  /// @return false if another writer grew the tree from that size before
  boolean extend(Transaction transaction, long size, MerkleTree grown) {
    return transaction
            .sql(
                """
                insert into tree_head (size, prev_size, root, frontier)
                values (:size, :prev_size, :root, :frontier)
                on conflict do nothing
                """)
            .set("size", grown.size())
            .set("prev_size", size)
            .set("root", grown.root().bytes())
            .set("frontier", grown.frontier())
            .update()
        == 1;
  }

  /// @param first index of the first leaf
  void insertLeaves(Transaction transaction, long first, List<QueuedEvent> events) {
    transaction
        .sql(
            """
            insert into leaf (index, event_id, entry, hash)
            select :first + place - 1, event_id, entry, hash
            from unnest(:ids::uuid[], :entries::bytea[], :hashes::bytea[])
              with ordinality as grown (event_id, entry, hash, place)
            """)
        .set("first", first)
        .set("ids", events.stream().map(QueuedEvent::id).toArray(UUID[]::new))
        .set("entries", bytes(events, event -> event.entry().bytes()))
        .set("hashes", bytes(events, event -> event.entry().leafHash().bytes()))
        .update();
  }

  /// Where the events stand in the tree; those without a leaf are not in the answer.
  public Map<UUID, Long> indexes(Collection<UUID> events) {
    return database
        .sql("select event_id, index from leaf where event_id = any (:events)")
        .set("events", events.toArray(UUID[]::new))
        .list(row -> Map.entry(row.uuid("event_id"), row.number("index")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static byte[][] bytes(List<QueuedEvent> events, Function<QueuedEvent, byte[]> part) {
    return events.stream().map(part).toArray(byte[][]::new);
  }
}
