package dev.giftwarden.auth.restore;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Makes a database that was set back to an earlier moment fit to be served from again, as its
/// owner.
///
/// Verifiers that lived on know what came after that moment: they refuse a feed that is behind what
/// they have, and tokens of epochs that they heard were over. So the feed and every epoch go on far
/// beyond where they can have been. The signing keys go, and with them every token there is, those
/// of the lost time too: nobody is left who could say which of them were revoked.
@ApplicationScoped
public class RestoredTable {
  /// More changes than any time that a restore loses can hold, and few enough that a long counts a
  /// billion restores.
  private static final long LEAP = 1_000_000_000;

  /// A replica that lives reports its feeds every second; one that ends does not take the others'
  /// reports with it.
  private static final String IS_SERVED =
      """
      select exists (
        select 1 from trust_consumer
        where seen_at > clock_timestamp() - make_interval(secs => 10)
      )
      """;

  /// The last sign of life that the database holds.
  private static final String MOMENT =
      """
      select greatest(
        (select max(seen_at) from trust_consumer),
        (select max(changed_at) from trust_change),
        (select max(created_at) from api_key)
      )
      """;

  private static final String LEAP_AHEAD =
      """
      with head as (update trust_head set number = number + ?),
           accounts as (update account set epoch = epoch + ?),
           clients as (update client set epoch = epoch + ?)
      update api_key set epoch = epoch + ?
      """;

  private static final List<String> FORGET =
      List.of("delete from trust_change", "delete from signing_key", "delete from trust_consumer");

  private final DataSource database;
  private final InstantSource clock;

  RestoredTable(DataSource database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public sealed interface Outcome {
    /// @param moment to which the database was set back, as far as it shows; empty if nothing ever
    ///   happened in it
    record Opened(Optional<Instant> moment) implements Outcome {}

    /// A replica was alive within the last ten seconds; nothing was done.
    record Served() implements Outcome {}
  }

  /// Everything or nothing, with its record for the log.
  @Transactional
  public Outcome open() {
    try (var connection = database.getConnection()) {
      if (isServed(connection)) {
        return new Outcome.Served();
      }
      var moment = moment(connection);
      leap(connection);
      for (var sql : FORGET) {
        try (var statement = connection.prepareStatement(sql)) {
          statement.executeUpdate();
        }
      }
      OutboxTable.append(connection, act(moment));
      return new Outcome.Opened(moment);
    } catch (SQLException e) {
      throw new IllegalStateException("The restored database could not be opened", e);
    }
  }

  private AuditEvent act(Optional<Instant> moment) {
    return AuditEvent.of("role:auth_owner", "trust.restore")
        .target(moment.map(Instant::toString).orElse(""))
        .succeeded(clock.instant());
  }

  private static boolean isServed(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(IS_SERVED);
        var row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static Optional<Instant> moment(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(MOMENT);
        var row = statement.executeQuery()) {
      row.next();
      return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
    }
  }

  private static void leap(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(LEAP_AHEAD)) {
      for (int i = 1; i <= 4; i++) {
        statement.setLong(i, LEAP);
      }
      statement.executeUpdate();
    }
  }
}
