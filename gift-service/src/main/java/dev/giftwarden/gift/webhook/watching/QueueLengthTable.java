package dev.giftwarden.gift.webhook.watching;

import dev.giftwarden.edge.database.Database;
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
                from webhook_delivery where status = 'waiting') as oldest_seconds,
             (select count(*) from (
                select from webhook_delivery where status = 'dead' limit 10000) as some)
               as dead
      """;

  private final Database database;

  QueueLengthTable(@DataSource("worker") javax.sql.DataSource worker) {
    this.database = new Database(worker);
  }

  /// @param waiting counted to 10000, as `dead` is
  record Length(long waiting, long oldestSeconds, long dead) {}

  Length length() {
    return database
        .sql(COUNT)
        .only(row ->
            new Length(row.number("waiting"), row.number("oldest_seconds"), row.number("dead")));
  }
}
