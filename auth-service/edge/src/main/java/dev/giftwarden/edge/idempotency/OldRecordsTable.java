package dev.giftwarden.edge.idempotency;

import dev.giftwarden.edge.database.Database;
import java.util.function.BooleanSupplier;

/// The records of idempotency that have had their day, of whatever tenant: of these, and of no
/// others, the role that deletes them needs to see the age.
public final class OldRecordsTable {

  /// Some milliseconds of work, and no lock that a caller waits for.
  private static final int STEP = 1000;

  /// An hour more than the 24 that are promised and that the database insists on. Records of one
  /// instant go together, so a step may take a few more than its limit. Two replicas at once meet
  /// in the order of age: what one has deleted, the other finds gone.
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

  public OldRecordsTable(Database database) {
    this.database = database;
  }

  /// Deletes all that are due, a little at a time, each time in a transaction of its own.
  ///
  /// @param stopping asked between two steps
  public void deleteDue(BooleanSupplier stopping) {
    int deleted;
    do {
      deleted = deleteOldest(STEP);
    } while (deleted >= STEP && !stopping.getAsBoolean());
  }

  /// Deletes about `limit` of the oldest that are due.
  ///
  /// @return how many it were
  public int deleteOldest(int limit) {
    return database.sql(DELETE_OLDEST).set("limit", limit).update();
  }
}
