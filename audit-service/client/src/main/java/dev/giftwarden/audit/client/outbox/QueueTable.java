package dev.giftwarden.audit.client.outbox;

import com.google.protobuf.ByteString;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
      where refused_at is null
      order by position
      limit ?
      for update skip locked
      """;

  private static final String FORGET =
      """
      delete from audit_outbox
      where position = any(?)
      """;

  private static final String PARK =
      """
      update audit_outbox
      set refused_at = clock_timestamp(), refusal = ?
      where position = ?
      """;

  private static final String COUNT =
      """
      select
        (select count(*)
         from (select from audit_outbox where refused_at is null limit ?) as rows) as waiting,
        (select count(*)
         from (select from audit_outbox where refused_at is not null limit ?) as rows) as refused
      """;

  private static final Logger LOG = System.getLogger(QueueTable.class.getName());

  /// How far the outbox is counted. Ten seconds of two drains' work; beyond it a number says
  /// nothing more, and counting a table that has been growing for hours would cost more each time.
  public static final int COUNTED = 10_000;

  /// What lies in the outbox, each number at most [#COUNTED].
  ///
  /// @param waiting events that no checkpoint is known to include
  /// @param refused events that audit refused for good; they wait for somebody to look
  public record Backlog(long waiting, long refused) {}

  private final DataSource worker;

  public QueueTable(DataSource worker) {
    this.worker = worker;
  }

  Backlog backlog() {
    try (Connection connection = worker.getConnection();
        PreparedStatement count = connection.prepareStatement(COUNT)) {
      count.setInt(1, COUNTED);
      count.setInt(2, COUNTED);
      ResultSet row = count.executeQuery();
      row.next();
      return new Backlog(row.getLong("waiting"), row.getLong("refused"));
    } catch (SQLException failed) {
      throw new OutboxException(failed);
    }
  }

  /// Takes up to `limit` of the oldest events that no other drain holds, hands them to `deliver` if
  /// there are any, and deletes them; all in one transaction, which an exception of `deliver`
  /// undoes. An event that it refuses for good ([AppendRefusedException]) is parked.
  ///
  /// @return how many were taken
  int drain(int limit, Consumer<List<ByteString>> deliver) {
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

  private static int drain(Connection connection, int limit, Consumer<List<ByteString>> deliver)
      throws SQLException {
    Delivery delivery = new Delivery(deliver);
    int taken = 0;
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setInt(1, limit);
      ResultSet rows = take.executeQuery();
      while (rows.next()) {
        delivery.add(rows.getLong("position"), rows.getBytes("event"));
        taken++;
      }
    }
    if (taken > 0) {
      delivery.run();
      forget(connection, delivery.delivered());
      park(connection, delivery.refused());
    }
    return taken;
  }

  private static void park(Connection connection, Map<Long, String> refused) throws SQLException {
    try (PreparedStatement park = connection.prepareStatement(PARK)) {
      for (Map.Entry<Long, String> event : refused.entrySet()) {
        LOG.log(
            Level.ERROR,
            "audit refuses the event at position {0,number,#} of audit_outbox for good: {1}",
            event.getKey(),
            event.getValue());
        park.setString(1, event.getValue());
        park.setLong(2, event.getKey());
        park.executeUpdate();
      }
    }
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
}
