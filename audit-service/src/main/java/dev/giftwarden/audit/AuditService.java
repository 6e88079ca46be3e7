package dev.giftwarden.audit;

import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.audit.publish.LogWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// What happens when the service starts and stops.
@Singleton
class AuditService {
  private final LogWorker worker;
  private final AuditLanes lanes;

  AuditService(LogWorker worker, AuditLanes lanes) {
    this.worker = worker;
    this.lanes = lanes;
  }

  /// [SchemaCheck] has run.
  void start(@Observes StartupEvent event) {
    worker.start();
    lanes.start();
  }

  void stop(@Observes ShutdownEvent event) {
    lanes.close();
    worker.stop();
  }
}
