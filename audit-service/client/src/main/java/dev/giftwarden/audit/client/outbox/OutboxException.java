package dev.giftwarden.audit.client.outbox;

/// The database failed. What the transaction was to do is not done, or is done and was not
/// confirmed.
final class OutboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutboxException(Throwable cause) {
    super(cause);
  }
}
