package dev.giftwarden.gift.idempotency;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.idempotency.OldRecordsTable;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/// Deletes records of idempotency a day after they were written, as the worker's role, which sees
/// of all tenants' records their age alone. Every replica may do it at once.
@Singleton
class Forgetting {

  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final OldRecordsTable records;
  private Optional<Repeated> repeated = Optional.empty();

  Forgetting(@DataSource("worker") javax.sql.DataSource worker) {
    this.records = new OldRecordsTable(new Database(worker));
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("idempotency-forgetting", PAUSE, this::forget));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  /// What the database does not take now is still due then.
  private Duration forget(boolean last) {
    if (!last) {
      records.deleteDue(() -> repeated.map(Repeated::isClosing).orElse(false));
    }
    return PAUSE;
  }
}
