package dev.giftwarden.gift.webhook.watching;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;

/// How long the queue is, of all tenants, as the worker's role sees it: states and times alone.
@Singleton
class QueueLengthTable {

  private static final String COUNT =
      """
      select (select count(*) from (
                select from webhook_delivery where status = 'waiting' limit 10000) as some)
               as waiting,
             (select coalesce(extract(epoch from now() - min(queued_at)), 0)::bigint
                from webhook_delivery where status = 'waiting' and environment = 'live')
               as oldest_seconds,
             (select count(*) from (
                select from webhook_delivery
                 where status = 'dead' and environment = 'live' limit 10000) as some)
               as dead,
             (select greatest(0, extract(epoch from now() - seen_at))::bigint
                from webhook_sender) as unseen_seconds
      """;

  private final Database database;

  QueueLengthTable(@DataSource("worker") javax.sql.DataSource worker) {
    this.database = new Database(worker);
  }

  /// @param waiting of both environments, counted to 10000
  /// @param oldestSeconds of the live environment, as `dead` is
  /// @param dead counted to 10000
  /// @param unseenSeconds since anybody who sends looked
  record Length(long waiting, long oldestSeconds, long dead, long unseenSeconds) {}

  Length length() {
    return database.sql(COUNT).only(QueueLengthTable::read);
  }

  private static Length read(Row row) {
    return new Length(
        row.number("waiting"),
        row.number("oldest_seconds"),
        row.number("dead"),
        row.number("unseen_seconds"));
  }
}
