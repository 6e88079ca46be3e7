package dev.giftwarden.audit.reading;

import dev.giftwarden.audit.database.SqlTable;
import dev.giftwarden.audit.event.EventTable;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The events that have a leaf, through the eyes of one caller.
@Singleton
class ReadingTable extends SqlTable {
  private static final String VISIBLE =
      """
      select event.*, leaf.index, leaf.entry
      from event join leaf on leaf.event_id = event.id
      where event.account = ? and event.environment = any (?)
        and (?::text[] is null or event.sub_account = any (?))
      """;

  private static final String LIST =
      VISIBLE
          + """
            and event.received < ?
            and (?::text is null or event.action = ?)
            and (?::text is null or event.actor = ?)
            and (?::bigint is null or event.time_unix_ms >= ?)
            and (?::bigint is null or event.time_unix_ms < ?)
          order by event.received desc limit ?
          """;

  private static final String GET = VISIBLE + " and event.id = ?";

  ReadingTable(AgroalDataSource database) {
    super(database);
  }

  /// An event and where a list goes on after it.
  record Found(EventView event, long received) {}

  /// Newest first, one more than the filter's limit if there are more.
  List<Found> list(Visibility visibility, EventFilter filter) {
    return query(
        LIST,
        statement -> {
          int at = bind(statement, visibility);
          statement.setLong(at, filter.before());
          bindTwice(statement, at + 1, filter.action().orElse(null), Types.VARCHAR);
          bindTwice(statement, at + 3, filter.actor().orElse(null), Types.VARCHAR);
          bindTwice(statement, at + 5, millis(filter.since()), Types.BIGINT);
          bindTwice(statement, at + 7, millis(filter.until()), Types.BIGINT);
          statement.setInt(at + 9, filter.limit() + 1);
        },
        row -> new Found(view(row), row.getLong("received")));
  }

  Optional<EventView> get(Visibility visibility, UUID id) {
    return query(
            GET,
            statement -> statement.setObject(bind(statement, visibility), id),
            ReadingTable::view)
        .stream()
        .findFirst();
  }

  /// @return the number of the next parameter
  private static int bind(PreparedStatement statement, Visibility visibility) throws SQLException {
    statement.setString(1, visibility.account());
    statement.setObject(2, visibility.environments().toArray(String[]::new));
    String @Nullable [] subAccounts =
        visibility.subAccounts().map(ids -> ids.toArray(String[]::new)).orElse(null);
    bindTwice(statement, 3, subAccounts, Types.ARRAY);
    return 5;
  }

  private static void bindTwice(
      PreparedStatement statement, int at, @Nullable Object value, int type) throws SQLException {
    statement.setObject(at, value, type);
    statement.setObject(at + 1, value, type);
  }

  /// The first millisecond that is not before the time: events have whole ones.
  private static @Nullable Long millis(Optional<Instant> time) {
    return time.map(at -> at.plusNanos(999_999).toEpochMilli()).orElse(null);
  }

  private static EventView view(ResultSet row) throws SQLException {
    return EventView.of(
        row.getLong("index"),
        row.getBytes("entry"),
        row.getBytes("salt"),
        EventTable.recorded(row));
  }
}
