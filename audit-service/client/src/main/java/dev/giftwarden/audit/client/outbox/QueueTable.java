package dev.giftwarden.audit.client.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.giftwarden.audit.v1.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// The outbox as its worker role sees it: events to deliver, and to forget once they are in the
/// log.
public final class QueueTable {
  /// The rows stay locked while they are on their way, so two drains never send the same, and a
  /// drain that dies lets go of them.
  private static final String TAKE =
      """
      select position, event
      from audit_outbox
      order by position
      limit ?
      for update skip locked
      """;

  private static final String FORGET =
      """
      delete from audit_outbox
      where position = any(?)
      """;

  private final DataSource worker;

  public QueueTable(DataSource worker) {
    this.worker = worker;
  }

  /// Takes up to `limit` of the oldest events that no other drain holds, hands them to `deliver` if
  /// there are any, and deletes them; all in one transaction, which an exception of `deliver`
  /// undoes.
  ///
  /// @return how many were taken
  int drain(int limit, Consumer<List<Event>> deliver) {
    try (Connection connection = worker.getConnection()) {
      connection.setAutoCommit(false);
      try {
        int taken = drain(connection, limit, deliver);
        connection.commit();
        return taken;
      } catch (SQLException | RuntimeException failed) {
        rollback(connection, failed);
        throw failed;
      }
    } catch (SQLException failed) {
      throw new OutboxException(failed);
    }
  }

  private static int drain(Connection connection, int limit, Consumer<List<Event>> deliver)
      throws SQLException {
    List<Long> positions = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setInt(1, limit);
      ResultSet rows = take.executeQuery();
      while (rows.next()) {
        positions.add(rows.getLong("position"));
        events.add(parse(rows.getBytes("event")));
      }
    }
    if (!events.isEmpty()) {
      deliver.accept(events);
      forget(connection, positions);
    }
    return events.size();
  }

  private static void forget(Connection connection, List<Long> positions) throws SQLException {
    try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
      forget.setArray(1, connection.createArrayOf("bigint", positions.toArray()));
      forget.executeUpdate();
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException broken) {
      cause.addSuppressed(broken);
    }
  }

  private static Event parse(byte[] event) {
    try {
      return Event.parseFrom(event);
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException("a row of audit_outbox is no event", broken);
    }
  }
}
