package dev.giftwarden.gift.tenant;

import java.io.Serial;
import java.sql.SQLException;
import java.util.stream.Stream;

/// The database is away, or refused what this code should not have asked of it.
public final class DatabaseException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public DatabaseException(Exception cause) {
    super(cause);
  }

  /// Whether it will pass: no connection to be had (the pool gives no SQL state), a connection that
  /// broke (class 08), a server without room (53) or on its way down or up (57P).
  public boolean willPass() {
    return Stream.iterate(getCause(), cause -> cause != null, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(cause -> ((SQLException) cause).getSQLState())
        .anyMatch(state ->
            state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P"));
  }
}
