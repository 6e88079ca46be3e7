package dev.giftwarden.gift.expiry;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.rounds.DueTable;
import dev.giftwarden.gift.rounds.Rounds;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Looks for gifts whose time is over, at every replica. Until one is found it cannot be claimed
/// either: who opens its link looks at the clock.
@Singleton
class ExpiryWatch {
  /// Who waits for money to come back has waited for a season.
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Rounds rounds;

  ExpiryWatch(@DataSource("worker") javax.sql.DataSource worker, Expiry expiry) {
    var due = new DueTable(new Database(worker));
    rounds = new Rounds("gift-expiry", EVERY, due::toExpire, expiry::expireSome);
  }

  void start(@Observes StartupEvent event) {
    rounds.begin();
  }

  void stop(@Observes ShutdownEvent event) {
    rounds.end();
  }
}
