package dev.giftwarden.audit.publish;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// The channel on which the database announces queued events and checkpoints, of this replica and
/// of others. A missed announcement costs a moment: the worker looks by itself too.
@Singleton
class Announcements {
  /// How long a listener that should end may take to see it.
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final Database database;

  Announcements(Database database) {
    this.database = database;
  }

  /// Holds one connection and calls `wake` for each announcement, while `open` says so.
  ///
  /// @throws DatabaseException when the connection breaks
  void listen(BooleanSupplier open, Runnable wake) {
    var _ =
        database.session(session -> {
          session.sql("listen audit_log").update();
          while (open.getAsBoolean()) {
            if (session.awaitNotification(WAIT)) {
              wake.run();
            }
          }
          return true;
        });
  }
}
