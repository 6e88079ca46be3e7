package dev.giftwarden.auth.wiring;

import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.audit.client.outbox.Drain;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Starts and ends what carries records to the log.
@Singleton
class AuditReporting {
  private final AuditLanes lanes;
  private final Drain drain;

  AuditReporting(AuditLanes lanes, Drain drain) {
    this.lanes = lanes;
    this.drain = drain;
  }

  void start(@Observes StartupEvent event) {
    lanes.start();
    drain.start();
  }

  void stop(@Observes ShutdownEvent event) {
    lanes.close();
    drain.close();
  }
}
