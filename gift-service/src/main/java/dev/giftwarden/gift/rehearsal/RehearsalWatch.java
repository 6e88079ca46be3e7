package dev.giftwarden.gift.rehearsal;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.rounds.DueTable;
import dev.giftwarden.gift.rounds.Rounds;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Looks for gifts that rehearse, at every replica.
@Singleton
class RehearsalWatch {
  /// Who rehearses waits for it.
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Rounds rounds;

  RehearsalWatch(@DataSource("worker") javax.sql.DataSource worker, Playing playing) {
    var due = new DueTable(new Database(worker));
    rounds = new Rounds("gift-rehearsal", EVERY, due::toPlay, playing::playSome);
  }

  void start(@Observes StartupEvent event) {
    rounds.begin();
  }

  void stop(@Observes ShutdownEvent event) {
    rounds.end();
  }
}
