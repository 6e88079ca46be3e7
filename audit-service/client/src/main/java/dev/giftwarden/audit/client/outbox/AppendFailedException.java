package dev.giftwarden.audit.client.outbox;

/// Audit answered, and the answer does not prove that the log has the events.
final class AppendFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AppendFailedException(String message) {
    super(message);
  }
}
