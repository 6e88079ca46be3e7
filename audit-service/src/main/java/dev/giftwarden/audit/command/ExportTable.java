package dev.giftwarden.audit.command;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the whole published log as of one moment, without holding it in memory.
final class ExportTable {
  private static final int ROWS_PER_FETCH = 1000;

  private static final String CHECKPOINT =
      "select size, note, verifier_key from checkpoint order by size desc limit 1";

  private static final String LEAVES =
      """
      select leaf.index, leaf.entry, leaf.hash, event.salt, event.encoded
      from leaf left join event on event.id = leaf.event_id
      where leaf.index < :size order by leaf.index
      """;

  /// Before the first look: what is read later is as old, and nothing is written.
  private static final String FREEZE = "set transaction isolation level repeatable read, read only";

  private final Database database;

  /// @param database as the role of the service
  ExportTable(Database database) {
    this.database = database;
  }

  /// @throws DatabaseException if the database is away or refuses
  void read(BundleFiles files) throws IOException {
    try {
      boolean published = database.transaction(transaction -> read(transaction, files));
      if (!published) {
        throw new IOException("no checkpoint is published yet; start the service once");
      }
    } catch (UncheckedIOException unwritable) {
      throw unwritable.getCause();
    }
  }

  /// @return whether there is a checkpoint
  private static boolean read(Transaction transaction, BundleFiles files) {
    transaction.sql(FREEZE).update();
    Optional<Long> size = transaction.sql(CHECKPOINT).first(row -> checkpoint(row, files));
    size.ifPresent(leaves ->
        transaction
            .sql(LEAVES)
            .set("size", leaves)
            .forEach(ROWS_PER_FETCH, row -> leaf(row, files)));
    return size.isPresent();
  }

  private static long checkpoint(Row row, BundleFiles files) {
    long size = row.number("size");
    try {
      files.checkpoint(size, row.text("note"), row.text("verifier_key"));
      return size;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static void leaf(Row row, BundleFiles files) {
    try {
      files.leaf(row.bytes("entry"), row.bytes("hash"));
      byte @Nullable [] salt = row.bytesOrNull("salt");
      if (salt != null) {
        files.event(row.number("index"), salt, row.bytes("encoded"));
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
