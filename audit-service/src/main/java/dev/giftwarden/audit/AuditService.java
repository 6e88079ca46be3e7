package dev.giftwarden.audit;

import dev.giftwarden.audit.publish.LogWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// What happens when the service starts and stops.
@Singleton
class AuditService {
  private final LogWorker worker;

  AuditService(LogWorker worker) {
    this.worker = worker;
  }

  /// [SchemaCheck] has run.
  void start(@Observes StartupEvent event) {
    worker.start();
  }

  /// The lanes, which write to the queue that it empties, have stopped before.
  void stop(@Observes ShutdownEvent event) {
    worker.stop();
  }
}
