package dev.giftwarden.audit.command;

import dev.giftwarden.certs.tls.DatabaseSockets;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

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

  /// Before the first look: what is read later is as old.
  private static final String FREEZE = "set transaction isolation level repeatable read";

  private final Database database;

  private ExportTable(Database database) {
    this.database = database;
  }

  /// As the role of the service, with its certificate.
  static ExportTable connectingTo(String address, Path certificates) {
    Path folder = certificates.resolve("audit");
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl("jdbc:postgresql://" + address + "/audit");
    database.setUser("audit");
    database.setSslMode("verify-full");
    database.setSslfactory(DatabaseSockets.class.getName());
    database.setSslFactoryArg(folder.toString());
    database.setReadOnly(true);
    return new ExportTable(new Database(database));
  }

  /// What an export is made of, in the order in which it is told.
  interface Sink {
    void checkpoint(long size, String note, String verifierKey) throws IOException;

    void leaf(byte[] entry, byte[] hash) throws IOException;

    void event(long index, byte[] salt, byte[] event) throws IOException;
  }

  /// @throws DatabaseException if the database is away or refuses
  void read(Sink sink) throws IOException {
    try {
      boolean published = database.transaction(transaction -> read(transaction, sink));
      if (!published) {
        throw new IOException("no checkpoint is published yet; start the service once");
      }
    } catch (UncheckedIOException unwritable) {
      throw unwritable.getCause();
    }
  }

  /// @return whether there is a checkpoint
  private static boolean read(Transaction transaction, Sink sink) {
    transaction.sql(FREEZE).update();
    Optional<Long> size = transaction.sql(CHECKPOINT).first(row -> checkpoint(row, sink));
    size.ifPresent(leaves ->
        transaction
            .sql(LEAVES)
            .set("size", leaves)
            .forEach(ROWS_PER_FETCH, row -> leaf(row, sink)));
    return size.isPresent();
  }

  private static long checkpoint(Row row, Sink sink) {
    long size = row.number("size");
    try {
      sink.checkpoint(size, row.text("note"), row.text("verifier_key"));
      return size;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static void leaf(Row row, Sink sink) {
    try {
      sink.leaf(row.bytes("entry"), row.bytes("hash"));
      byte @Nullable [] salt = row.bytesOrNull("salt");
      if (salt != null) {
        sink.event(row.number("index"), salt, row.bytes("encoded"));
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
