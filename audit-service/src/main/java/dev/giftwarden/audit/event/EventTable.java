package dev.giftwarden.audit.event;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.LogEntry;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Session;
import dev.giftwarden.edge.database.Transaction;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// The reported events, and the queue of those without a leaf. An event is its bytes; the columns
/// beside them are what readers choose by.
@Singleton
public class EventTable {
  /// Everybody takes ids in one order, so that batches which share some wait for each other and
  /// never in a circle.
  private static final String INSERT =
      """
      with added as (
        insert into event
          (id, time_unix_ms, account, sub_account, environment, actor, action, encoded, salt)
        select * from unnest(:ids::uuid[], :times::bigint[], :accounts::text[],
            :sub_accounts::text[], :environments::text[], :actors::text[], :actions::text[],
            :encoded::bytea[], :salts::bytea[])
          as sent (id, time_unix_ms, account, sub_account, environment, actor, action, encoded, salt)
        order by id
        on conflict (id) do nothing
        returning received, id)
      insert into event_queue (received, event_id) select received, id from added
      """;

  private final SecureRandom random;

  EventTable(SecureRandom random) {
    this.random = random;
  }

  /// Adds and queues the events whose id is not there yet.
  public void insertMissing(Transaction transaction, Collection<RecordedEvent> events) {
    transaction
        .sql(INSERT)
        .set("ids", events.stream().map(sent -> sent.event().id()).toArray(UUID[]::new))
        .set(
            "times",
            events.stream().mapToLong(sent -> sent.event().time().toEpochMilli()).toArray())
        .set("accounts", texts(events, AuditEvent::account))
        .set("sub_accounts", texts(events, AuditEvent::subAccount))
        .set("environments", texts(events, AuditEvent::environment))
        .set("actors", texts(events, AuditEvent::actor))
        .set("actions", texts(events, AuditEvent::action))
        .set("encoded", events.stream().map(EventCodec::encode).toArray(byte[][]::new))
        .set("salts", events.stream().map(_ -> salt()).toArray(byte[][]::new))
        .update();
  }

  public List<RecordedEvent> find(Session session, Collection<UUID> ids) {
    return session
        .sql("select encoded from event where id = any (:ids)")
        .set("ids", ids.toArray(UUID[]::new))
        .list(EventTable::recorded);
  }

  /// The oldest of those that wait for a leaf.
  public List<QueuedEvent> queued(Session session, int limit) {
    return session
        .sql(
            """
            select event.encoded, event.salt
            from event_queue join event on event.id = event_queue.event_id
            order by event_queue.received limit :limit
            """)
        .set("limit", limit)
        .list(row -> QueuedEvent.of(row.bytes("salt"), recorded(row)));
  }

  /// Only for events that got their leaf in the same transaction; the database refuses others.
  public void dequeue(Transaction transaction, Collection<UUID> ids) {
    transaction
        .sql("delete from event_queue where event_id = any (:ids)")
        .set("ids", ids.toArray(UUID[]::new))
        .update();
  }

  /// Reads the event of a row that has the column `encoded`.
  public static RecordedEvent recorded(Row row) {
    return EventCodec.decode(row.bytes("encoded"));
  }

  private static String[] texts(
      Collection<RecordedEvent> events, Function<AuditEvent, String> part) {
    return events.stream().map(RecordedEvent::event).map(part).toArray(String[]::new);
  }

  private byte[] salt() {
    byte[] salt = new byte[LogEntry.SALT_LENGTH];
    random.nextBytes(salt);
    return salt;
  }
}
