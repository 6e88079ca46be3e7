package dev.giftwarden.audit.publish;

import dev.giftwarden.certs.quarkus.DatabaseCertificates;
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
  private final DatabaseCertificates certificates;

  Announcements(Database database, DatabaseCertificates certificates) {
    this.database = database;
    this.certificates = certificates;
  }

  /// Holds one connection and calls `wake` for each announcement, while `open` says so and the
  /// certificate that the connection shows is the present one.
  ///
  /// @throws DatabaseException when the connection breaks
  void listen(BooleanSupplier open, Runnable wake) {
    long shown = certificates.generation();
    var _ =
        database.session(session -> {
          session.sql("listen audit_log").update();
          while (open.getAsBoolean() && certificates.generation() == shown) {
            if (session.awaitNotification(WAIT)) {
              wake.run();
            }
          }
          session.sql("unlisten *").update();
          return true;
        });
  }
}
