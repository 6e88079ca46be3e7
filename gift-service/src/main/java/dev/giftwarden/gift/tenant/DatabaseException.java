package dev.giftwarden.gift.tenant;

import java.io.Serial;

/// The database is away, or refused what this code should not have asked of it.
public final class DatabaseException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  DatabaseException(Exception cause) {
    super(cause);
  }
}
