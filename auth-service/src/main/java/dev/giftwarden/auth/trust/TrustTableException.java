package dev.giftwarden.auth.trust;

import java.sql.SQLException;

/// The trust feed could not be read or written. Nothing is decided without it.
final class TrustTableException extends RuntimeException {
  TrustTableException(SQLException cause) {
    super("The trust feed's tables did not answer", cause);
  }
}
