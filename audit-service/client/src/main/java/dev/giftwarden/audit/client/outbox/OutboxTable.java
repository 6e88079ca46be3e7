package dev.giftwarden.audit.client.outbox;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.RecordedEvent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// Where a service leaves its facts, with its application role, for [Drain] to deliver. An event
/// that is committed here reaches the log, whatever stops in between.
public final class OutboxTable implements Outbox {
  /// For who has a way of its own to send a statement: records the [#row] of each event.
  public static final String INSERT_ROWS =
      "insert into audit_outbox (event) select * from unnest(:events)";

  private static final String INSERT =
      """
      insert into audit_outbox (event)
      select * from unnest(?::bytea[])
      """;

  private final DataSource application;
  private final String source;

  /// @param source the service's own name, as its certificate says it
  public OutboxTable(DataSource application, String source) {
    this.application = application;
    this.source = source;
  }

  /// Records `events` in the caller's transaction: they are facts exactly if it commits.
  ///
  /// @param source the service's own name, as its certificate says it
  public static void append(Connection transaction, String source, AuditEvent... events)
      throws SQLException {
    insert(transaction, source, List.of(events));
  }

  /// @param source the service's own name, as its certificate says it
  public static byte[] row(String source, AuditEvent event) {
    return EventCodec.encode(new RecordedEvent(source, event));
  }

  /// One statement for all. Must be called outside any transaction.
  @Override
  public void append(List<AuditEvent> events) {
    try (Connection connection = application.getConnection()) {
      insert(connection, source, events);
    } catch (SQLException failed) {
      throw new OutboxException(failed);
    }
  }

  private static void insert(Connection connection, String source, List<AuditEvent> events)
      throws SQLException {
    byte[][] encoded = events.stream().map(event -> row(source, event)).toArray(byte[][]::new);
    Array array = connection.createArrayOf("bytea", encoded);
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setArray(1, array);
      insert.executeUpdate();
    } finally {
      array.free();
    }
  }
}
