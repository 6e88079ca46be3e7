package dev.giftwarden.edge.record;

import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.audit.client.outbox.Outbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.InstantSource;

/// The lanes of a service, which write where its [Outbox] says.
@Singleton
class Lanes {
  @Produces
  @Singleton
  AuditLanes lanes(Outbox outbox, InstantSource clock) {
    return new AuditLanes(outbox, clock);
  }

  void start(@Observes StartupEvent event, AuditLanes lanes) {
    lanes.start();
  }

  /// Before whatever carries on what they write stops.
  void stop(
      @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event,
      AuditLanes lanes) {
    lanes.close();
  }
}
