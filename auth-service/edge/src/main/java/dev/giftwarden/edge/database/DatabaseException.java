package dev.giftwarden.edge.database;

import java.io.Serial;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The database is away, or refused what this code should not have asked of it.
public final class DatabaseException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private static final Set<String> PASSING = Set.of("57014", "25P04", "55P03");

  public DatabaseException(Exception cause) {
    super(cause.getMessage(), cause);
  }

  /// What the database calls it (SQLSTATE), such as `42P01`; empty where it did not come to that.
  public String state() {
    return getCause() instanceof SQLException sql && sql.getSQLState() != null
        ? sql.getSQLState()
        : "";
  }

  /// Whether what failed will pass, whoever wrapped it: no connection to be had (the pool gives no
  /// SQL state), a connection that broke (class 08), a server without room (53) or on its way down
  /// or up (57P), a statement or a transaction that took too long (57014, 25P04), a lock that was
  /// not to be had (55P03), and one of two that were in each other's way (40).
  public static boolean willPass(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && willPass(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean willPass(@Nullable String state) {
    return state == null
        || PASSING.contains(state)
        || state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("57P");
  }
}
