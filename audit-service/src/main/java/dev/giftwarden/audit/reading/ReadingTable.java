package dev.giftwarden.audit.reading;

import dev.giftwarden.audit.event.EventTable;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The events that have a leaf, through the eyes of one caller.
@Singleton
class ReadingTable {
  private static final String VISIBLE =
      """
      select event.received, event.encoded, event.salt, leaf.index, leaf.entry
      from event join leaf on leaf.event_id = event.id
      where event.account = :account and event.environment = any (:environments)
        and (:sub_accounts::text[] is null or event.sub_account = any (:sub_accounts))
      """;

  private static final String LIST =
      VISIBLE
          + """
            and event.received < :before
            and (:action::text is null or event.action = :action)
            and (:actor::text is null or event.actor = :actor)
            and (:since::bigint is null or event.time_unix_ms >= :since)
            and (:until::bigint is null or event.time_unix_ms < :until)
          order by event.received desc limit :limit
          """;

  private static final String GET = VISIBLE + " and event.id = :id";

  private final Database database;

  ReadingTable(Database database) {
    this.database = database;
  }

  /// An event and where a list goes on after it.
  record Found(EventView event, long received) {}

  /// Newest first, one more than the filter's limit if there are more.
  List<Found> list(Visibility visibility, EventFilter filter) {
    return seenBy(visibility, LIST)
        .set("before", filter.before())
        .set("action", filter.action())
        .set("actor", filter.actor())
        .set("since", filter.since().map(ReadingTable::millis))
        .set("until", filter.until().map(ReadingTable::millis))
        .set("limit", filter.limit() + 1)
        .list(ReadingTable::found);
  }

  Optional<EventView> get(Visibility visibility, UUID id) {
    return seenBy(visibility, GET).set("id", id).first(ReadingTable::found).map(Found::event);
  }

  private Sql seenBy(Visibility visibility, String text) {
    return database
        .sql(text)
        .set("account", visibility.account())
        .set("environments", visibility.environments().toArray(String[]::new))
        .set(
            "sub_accounts",
            visibility.subAccounts().map(ids -> (Object) ids.toArray(String[]::new)));
  }

  /// The first millisecond that is not before the time: events have whole ones.
  private static long millis(Instant time) {
    return time.plusNanos(999_999).toEpochMilli();
  }

  private static Found found(Row row) {
    return new Found(
        EventView.of(
            row.number("index"), row.bytes("entry"), row.bytes("salt"), EventTable.recorded(row)),
        row.number("received"));
  }
}
