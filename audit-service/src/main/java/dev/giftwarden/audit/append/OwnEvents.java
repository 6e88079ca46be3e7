package dev.giftwarden.audit.append;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.client.outbox.Outbox;
import dev.giftwarden.audit.event.EventTable;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.database.Database;
import jakarta.inject.Singleton;
import java.util.List;

/// What audit itself has to report: refusals at its edge, and who read events. It has no outbox;
/// its lanes write straight into the queue of the log, under its own name.
@Singleton
class OwnEvents implements Outbox {
  private final Database database;
  private final EventTable events;

  OwnEvents(Database database, EventTable events) {
    this.database = database;
    this.events = events;
  }

  @Override
  public void append(List<AuditEvent> own) {
    List<RecordedEvent> recorded =
        own.stream().map(event -> new RecordedEvent(Audience.AUDIT.text(), event)).toList();
    database.transaction(transaction -> {
      events.insertMissing(transaction, recorded);
      return recorded;
    });
  }
}
