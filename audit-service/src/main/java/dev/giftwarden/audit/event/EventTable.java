package dev.giftwarden.audit.event;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.LogEntry;
import dev.giftwarden.audit.client.event.Outcome;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.database.SqlTable;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// The reported events, and the queue of those without a leaf.
@Singleton
public class EventTable extends SqlTable {
  private static final String INSERT =
      """
      with added as (
        insert into event (id, source, time_unix_ms, account, sub_account, environment, actor, action,
          target, outcome, reason, source_address, certificate_serial, key_id, api_version, request_id,
          count, salt)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (id) do nothing
        returning received, id)
      insert into event_queue (received, event_id) select received, id from added
      """;

  private final SecureRandom random;

  EventTable(AgroalDataSource database, SecureRandom random) {
    super(database);
    this.random = random;
  }

  /// Adds and queues the events whose id is not there yet. Ids are taken in one order by everybody,
  /// so that batches which share some wait for each other and never in a circle.
  public void insertMissing(Collection<RecordedEvent> events) {
    updateEach(
        INSERT,
        events.stream()
            .sorted(Comparator.comparing(recorded -> recorded.event().id()))
            .map(recorded -> (Binding) statement -> bind(statement, recorded))
            .toList());
  }

  public List<RecordedEvent> find(Collection<UUID> ids) {
    return query(
        "select * from event where id = any (?)",
        statement -> statement.setObject(1, ids.toArray(UUID[]::new)),
        EventTable::recorded);
  }

  /// The oldest of those that wait for a leaf.
  public List<QueuedEvent> queued(int limit) {
    return query(
        """
        select event.* from event_queue join event on event.id = event_queue.event_id
        order by event_queue.received limit ?
        """,
        statement -> statement.setInt(1, limit),
        row -> new QueuedEvent(row.getObject("id", UUID.class), entry(row)));
  }

  /// Only for events that got their leaf in the same transaction; the database refuses others.
  public void dequeue(Collection<UUID> ids) {
    update(
        "delete from event_queue where event_id = any (?)",
        statement -> statement.setObject(1, ids.toArray(UUID[]::new)));
  }

  private void bind(PreparedStatement statement, RecordedEvent recorded) throws SQLException {
    AuditEvent event = recorded.event();
    byte[] salt = new byte[LogEntry.SALT_LENGTH];
    random.nextBytes(salt);
    statement.setObject(1, event.id());
    statement.setString(2, recorded.source());
    statement.setLong(3, event.time().toEpochMilli());
    statement.setString(4, event.account());
    statement.setString(5, event.subAccount());
    statement.setString(6, event.environment());
    statement.setString(7, event.actor());
    statement.setString(8, event.action());
    statement.setString(9, event.target());
    statement.setString(10, event.outcome().text());
    statement.setString(11, event.reason());
    statement.setString(12, event.sourceAddress());
    statement.setString(13, event.certificateSerial());
    statement.setString(14, event.keyId());
    statement.setString(15, event.apiVersion());
    statement.setString(16, event.requestId());
    statement.setLong(17, event.count());
    statement.setBytes(18, salt);
  }

  /// Reads the event of a row that has all columns of `event`.
  public static RecordedEvent recorded(ResultSet row) throws SQLException {
    return new RecordedEvent(
        row.getString("source"),
        new AuditEvent(
            row.getObject("id", UUID.class),
            Instant.ofEpochMilli(row.getLong("time_unix_ms")),
            row.getString("account"),
            row.getString("sub_account"),
            row.getString("environment"),
            row.getString("actor"),
            row.getString("action"),
            row.getString("target"),
            Outcome.parse(row.getString("outcome")),
            row.getString("reason"),
            row.getString("source_address"),
            row.getString("certificate_serial"),
            row.getString("key_id"),
            row.getString("api_version"),
            row.getString("request_id"),
            row.getLong("count")));
  }

  private static LogEntry entry(ResultSet row) throws SQLException {
    return LogEntry.of(row.getBytes("salt"), recorded(row));
  }
}
