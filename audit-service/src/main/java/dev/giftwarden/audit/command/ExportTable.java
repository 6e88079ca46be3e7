package dev.giftwarden.audit.command;

import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.event.EventTable;
import dev.giftwarden.certs.tls.DatabaseSockets;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Reads the whole published log as of one moment, without holding it in memory.
final class ExportTable {
  private static final int ROWS_PER_FETCH = 1000;

  private static final String CHECKPOINT =
      "select size, note, verifier_key from checkpoint order by size desc limit 1";

  private static final String LEAVES =
      """
      select leaf.index, leaf.entry, leaf.hash, event.*
      from leaf left join event on event.id = leaf.event_id
      where leaf.index < ? order by leaf.index
      """;

  private final DataSource database;

  private ExportTable(DataSource database) {
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
    return new ExportTable(database);
  }

  /// What an export is made of, in the order in which it is told.
  interface Sink {
    void checkpoint(long size, String note, String verifierKey) throws IOException;

    void leaf(byte[] entry, byte[] hash) throws IOException;

    void event(long index, byte[] salt, byte[] event) throws IOException;
  }

  void read(Sink sink) throws SQLException, IOException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      long size = readCheckpoint(connection, sink);
      readLeaves(connection, size, sink);
    }
  }

  private static long readCheckpoint(Connection connection, Sink sink)
      throws SQLException, IOException {
    try (PreparedStatement statement = connection.prepareStatement(CHECKPOINT);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new IOException("no checkpoint is published yet; start the service once");
      }
      long size = row.getLong("size");
      sink.checkpoint(size, row.getString("note"), row.getString("verifier_key"));
      return size;
    }
  }

  private static void readLeaves(Connection connection, long size, Sink sink)
      throws SQLException, IOException {
    try (PreparedStatement statement = connection.prepareStatement(LEAVES)) {
      statement.setLong(1, size);
      statement.setFetchSize(ROWS_PER_FETCH);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          sink.leaf(row.getBytes("entry"), row.getBytes("hash"));
          byte @Nullable [] salt = row.getBytes("salt");
          if (salt != null) {
            sink.event(row.getLong("index"), salt, EventCodec.encode(EventTable.recorded(row)));
          }
        }
      }
    }
  }
}
