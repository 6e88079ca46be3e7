package dev.giftwarden.audit.append;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.audit.client.outbox.LogClient;
import dev.giftwarden.audit.event.EventTable;
import dev.giftwarden.edge.tracing.CarriedRequests;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// What audit itself has to report: refusals at its edge, and who read events. It has no outbox;
/// its lanes write straight into the queue of the log, under its own name.
@Singleton
final class OwnEvents {
  private static final String SOURCE = "audit";

  private final EventTable events;

  OwnEvents(EventTable events) {
    this.events = events;
  }

  @Produces
  @Singleton
  AuditLanes lanes(InstantSource clock) {
    return new AuditLanes(this::append, clock);
  }

  /// Which requests the messages between services are about, for their traces.
  @Produces
  @Singleton
  CarriedRequests requests() {
    return message ->
        Stream.concat(
                CarriedRequests.exchanged(message).stream(), LogClient.requestsIn(message).stream())
            .toList();
  }

  private void append(List<AuditEvent> own) {
    List<RecordedEvent> recorded =
        own.stream().map(event -> new RecordedEvent(SOURCE, event)).toList();
    QuarkusTransaction.requiringNew().run(() -> events.insertMissing(recorded));
  }
}
