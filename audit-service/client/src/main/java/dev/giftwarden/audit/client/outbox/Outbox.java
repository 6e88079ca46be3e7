package dev.giftwarden.audit.client.outbox;

import dev.giftwarden.audit.client.event.AuditEvent;
import java.sql.SQLException;
import java.util.List;

/// Where lanes leave their events for the log: a service's [OutboxTable]; in audit itself, the
/// log's own queue.
@FunctionalInterface
public interface Outbox {
  /// Commits all of them or throws.
  void append(List<AuditEvent> events) throws SQLException;
}
