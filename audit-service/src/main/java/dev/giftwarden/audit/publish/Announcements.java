package dev.giftwarden.audit.publish;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import org.postgresql.PGConnection;

/// The channel on which the database announces queued events and checkpoints, of this replica and
/// of others. A missed announcement costs a moment: the worker looks by itself too.
@Singleton
class Announcements {
  /// How long a listener that should end may take to see it.
  private static final int WAIT_MS = 1000;

  private final AgroalDataSource database;

  Announcements(AgroalDataSource database) {
    this.database = database;
  }

  /// Holds one connection and calls `wake` for each announcement, while `open` says so.
  void listen(BooleanSupplier open, Runnable wake) throws SQLException {
    try (Connection connection = database.getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("listen audit_log");
      }
      PGConnection channel = connection.unwrap(PGConnection.class);
      while (open.getAsBoolean()) {
        if (channel.getNotifications(WAIT_MS).length > 0) {
          wake.run();
        }
      }
    }
  }
}
