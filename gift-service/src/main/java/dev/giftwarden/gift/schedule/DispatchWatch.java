package dev.giftwarden.gift.schedule;

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

/// Looks for gifts whose time has come, at every replica.
@Singleton
class DispatchWatch {
  /// Nobody asks for a second, and a look that finds nothing costs one.
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final ToSendTable due;
  private final Dispatch dispatch;
  private Optional<Repeated> repeated = Optional.empty();

  DispatchWatch(@DataSource("worker") javax.sql.DataSource worker, Dispatch dispatch) {
    this.due = new ToSendTable(new Database(worker));
    this.dispatch = dispatch;
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("gift-dispatch", EVERY, this::look));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration look(boolean last) {
    if (!last) {
      due.scopes().forEach(this::send);
    }
    return EVERY;
  }

  private void send(TenantScope scope) {
    boolean more = true;
    while (more && !repeated.map(Repeated::isClosing).orElse(false)) {
      more = dispatch.sendSome(scope);
    }
  }
}
