package dev.giftwarden.audit.client.outbox;

/// The fact could not be recorded in time, so the act it belongs to must not be answered as done:
/// the edge answers 503 `busy`. The fact may be in the log all the same; never the other way round.
public final class AuditBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AuditBusyException(String message) {
    super(message);
  }
}
