package dev.giftwarden.gift.idempotency;

import dev.giftwarden.edge.database.DatabaseException;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

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
                      limit ?) as oldest)
      """;

  private final javax.sql.DataSource worker;

  OldRecordsTable(@DataSource("worker") javax.sql.DataSource worker) {
    this.worker = worker;
  }

  /// Deletes about `limit` of the oldest that are due.
  ///
  /// @return how many it were
  int deleteOldest(int limit) {
    try (Connection connection = worker.getConnection();
        PreparedStatement delete = connection.prepareStatement(DELETE_OLDEST)) {
      delete.setInt(1, limit);
      return delete.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
