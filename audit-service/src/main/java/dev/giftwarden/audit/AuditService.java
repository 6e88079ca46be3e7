package dev.giftwarden.audit;

import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.audit.publish.LogWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;

/// What happens when the service starts and stops.
@Singleton
class AuditService {
  private final Flyway schema;
  private final LogWorker worker;
  private final AuditLanes lanes;

  AuditService(Flyway schema, LogWorker worker, AuditLanes lanes) {
    this.schema = schema;
    this.worker = worker;
    this.lanes = lanes;
  }

  /// A service never migrates: its role cannot. On a schema that is not the one it was built for,
  /// it does not start.
  void start(@Observes StartupEvent event) {
    if (ConfigUtils.isProfileActive("migrate")) {
      return;
    }
    if (schema.info().pending().length > 0) {
      throw new ConfigurationException(
          "refusing to start: the schema of the database is older than this service; "
              + "run audit-service/run migrate");
    }
    worker.start();
    lanes.start();
  }

  void stop(@Observes ShutdownEvent event) {
    lanes.close();
    worker.stop();
  }
}
