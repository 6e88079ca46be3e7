package dev.giftwarden.gift.schedule;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.rounds.DueTable;
import dev.giftwarden.gift.rounds.Rounds;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Looks for gifts whose time has come, at every replica.
@Singleton
class DispatchWatch {
  /// Nobody asks for a second, and a look that finds nothing costs one.
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Rounds rounds;

  DispatchWatch(@DataSource("worker") javax.sql.DataSource worker, Dispatch dispatch) {
    var due = new DueTable(new Database(worker));
    rounds = new Rounds("gift-dispatch", EVERY, due::toSend, dispatch::sendSome);
  }

  void start(@Observes StartupEvent event) {
    rounds.begin();
  }

  void stop(@Observes ShutdownEvent event) {
    rounds.end();
  }
}
