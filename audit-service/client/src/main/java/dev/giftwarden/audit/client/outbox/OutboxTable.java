package dev.giftwarden.audit.client.outbox;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventMessage;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// Where a service leaves its facts, with its application role, for [Drain] to deliver. An event
/// that is committed here reaches the log, whatever stops in between.
public final class OutboxTable implements Outbox {
  private static final String INSERT =
      """
      insert into audit_outbox (event)
      select * from unnest(?::bytea[])
      """;

  private final DataSource application;

  public OutboxTable(DataSource application) {
    this.application = application;
  }

  /// Records `events` in the caller's transaction: they are facts exactly if it commits.
  public static void append(Connection transaction, AuditEvent... events) throws SQLException {
    insert(transaction, List.of(events));
  }

  /// One statement for all. Must be called outside any transaction.
  @Override
  public void append(List<AuditEvent> events) {
    try (Connection connection = application.getConnection()) {
      insert(connection, events);
    } catch (SQLException failed) {
      throw new OutboxException(failed);
    }
  }

  private static void insert(Connection connection, List<AuditEvent> events) throws SQLException {
    byte[][] messages =
        events.stream().map(event -> EventMessage.of(event).toByteArray()).toArray(byte[][]::new);
    Array array = connection.createArrayOf("bytea", messages);
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setArray(1, array);
      insert.executeUpdate();
    } finally {
      array.free();
    }
  }
}
