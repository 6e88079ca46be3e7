package dev.giftwarden.auth.trust;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/// The live feeds of all replicas, and how far each has come: whom a new signing key waits for.
@ApplicationScoped
class ConsumerTable {
  private static final long NOTHING_YET = -1;

  private final DataSource database;

  ConsumerTable(DataSource database) {
    this.database = database;
  }

  /// Enters a consumer before it reads its snapshot: a key published between the two waits for its
  /// acknowledgement.
  void enter(String consumer) {
    try (var connection = database.getConnection()) {
      acknowledge(connection, Map.of(consumer, NOTHING_YET));
    } catch (SQLException e) {
      throw new TrustTableException(e);
    }
  }

  /// Notes how far consumers have come, and that they are alive.
  ///
  /// @param connection outside any transaction
  static void acknowledge(Connection connection, Map<String, Long> consumers) {
    var sql =
        """
        insert into trust_consumer (consumer, acknowledged, seen_at) values (?, ?, clock_timestamp())
        on conflict (consumer) do update
        set acknowledged = excluded.acknowledged, seen_at = excluded.seen_at
        """;
    try (var statement = connection.prepareStatement(sql)) {
      for (var consumer : consumers.entrySet()) {
        statement.setString(1, consumer.getKey());
        statement.setLong(2, consumer.getValue());
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw new TrustTableException(e);
    }
  }

  /// A consumer that has ended decides nothing more: no key has to wait for it.
  void forget(String consumer) {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement("delete from trust_consumer where consumer = ?")) {
      statement.setString(1, consumer);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new TrustTableException(e);
    }
  }

  /// Whether every live feed has come as far as `number`. A feed that has not within `bound` of its
  /// publication hears nothing: its consumer distrusts all it knows, and nobody waits for it.
  boolean isAcknowledged(long number, Duration bound) {
    var sql =
        """
        select not exists (
            select 1 from trust_consumer
            where acknowledged < ? and seen_at > clock_timestamp() - make_interval(secs => ?)
          ) or exists (
            select 1 from trust_change
            where number = ? and changed_at < clock_timestamp() - make_interval(secs => ?)
          )
        """;
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, number);
      statement.setLong(2, bound.toSeconds());
      statement.setLong(3, number);
      statement.setLong(4, bound.toSeconds());
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new TrustTableException(e);
    }
  }
}
