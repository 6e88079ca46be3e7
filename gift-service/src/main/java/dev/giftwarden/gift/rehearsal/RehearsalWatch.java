package dev.giftwarden.gift.rehearsal;

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

/// Looks for gifts that rehearse, at every replica.
@Singleton
class RehearsalWatch {
  /// Who rehearses waits for it.
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final CueTable cues;
  private final Playing playing;
  private Optional<Repeated> repeated = Optional.empty();

  RehearsalWatch(@DataSource("worker") javax.sql.DataSource worker, Playing playing) {
    this.cues = new CueTable(new Database(worker));
    this.playing = playing;
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("gift-rehearsal", EVERY, this::look));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration look(boolean last) {
    if (!last) {
      cues.scopes().forEach(this::play);
    }
    return EVERY;
  }

  private void play(TenantScope scope) {
    boolean more = true;
    while (more && !repeated.map(Repeated::isClosing).orElse(false)) {
      more = playing.playSome(scope);
    }
  }
}
