package dev.giftwarden.audit.client.outbox;

/// Audit will never take this batch as it is: an event in it is none, or its id stands in the log
/// for another one. Nothing of the batch was taken.
final class AppendRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AppendRefusedException(String reason) {
    super(reason);
  }
}
