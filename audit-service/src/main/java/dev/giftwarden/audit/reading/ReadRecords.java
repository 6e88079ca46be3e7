package dev.giftwarden.audit.reading;

import dev.giftwarden.audit.access.Facts;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.auth.client.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;

/// Who reads the log stands in the log. The reader does not wait for it.
@Singleton
class ReadRecords {
  private final AuditLanes lanes;
  private final InstantSource clock;

  ReadRecords(AuditLanes lanes, InstantSource clock) {
    this.lanes = lanes;
    this.clock = clock;
  }

  void listed(Caller.Partner reader) {
    lanes.note(Facts.of(reader, "audit.list").apiVersion("v1").succeeded(clock.instant()));
  }

  void read(Caller.Partner reader, UUID event) {
    lanes.note(
        Facts.of(reader, "audit.read")
            .target(event.toString())
            .apiVersion("v1")
            .succeeded(clock.instant()));
  }
}
