package dev.giftwarden.gift.expiry;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.tenant.TenantScope;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/// Looks for gifts whose time is over, at every replica. Until one is found it cannot be claimed
/// either: who opens its link looks at the clock.
@Singleton
class ExpiryWatch {
  /// Who waits for money to come back has waited for a season.
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final DueTable due;
  private final Expiry expiry;
  private Optional<Repeated> repeated = Optional.empty();

  ExpiryWatch(@DataSource("worker") javax.sql.DataSource worker, Expiry expiry) {
    this.due = new DueTable(new Database(worker));
    this.expiry = expiry;
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("gift-expiry", EVERY, this::look));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration look(boolean last) {
    if (!last) {
      due.scopes().forEach(this::expire);
    }
    return EVERY;
  }

  private void expire(TenantScope scope) {
    boolean more = true;
    while (more && !repeated.map(Repeated::isClosing).orElse(false)) {
      more = expiry.expireSome(scope);
    }
  }
}
