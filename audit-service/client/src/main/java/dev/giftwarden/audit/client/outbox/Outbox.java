package dev.giftwarden.audit.client.outbox;

import dev.giftwarden.audit.client.event.AuditEvent;
import java.util.List;

/// Where [AuditLanes] writes: [OutboxTable], or the log's own queue in audit itself.
@FunctionalInterface
public interface Outbox {
  /// Commits all of `events` in a transaction of its own, or throws. May get an event a second time
  /// if it threw after it had committed.
  void append(List<AuditEvent> events);
}
