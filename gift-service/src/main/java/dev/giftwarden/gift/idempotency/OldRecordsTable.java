package dev.giftwarden.gift.idempotency;

import dev.giftwarden.edge.database.Database;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;

/// The records of all tenants as the worker's role sees them: their age, and only of those that it
/// may delete.
@Singleton
class OldRecordsTable {

  /// An hour more than the 24 that are promised and that the database insists on. Records of one
  /// instant go together, so a step may take a few more than its limit.
  private static final String DELETE_OLDEST =
      """
      delete from idempotency_record
       where created_at <= (
             select max(created_at)
               from (select created_at
                       from idempotency_record
                      where created_at < now() - interval '25 hours'
                      order by created_at
                      limit :limit) as oldest)
      """;

  private final Database database;

  OldRecordsTable(@DataSource("worker") javax.sql.DataSource worker) {
    this.database = new Database(worker);
  }

  /// Deletes about `limit` of the oldest that are due.
  ///
  /// @return how many it were
  int deleteOldest(int limit) {
    return database.sql(DELETE_OLDEST).set("limit", limit).update();
  }
}
