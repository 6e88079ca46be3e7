package dev.giftwarden.edge.service;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A database that may be starting still, with everything else on its machine.
final class Awaited {
  /// A cold machine starts PostgreSQL within it, and a person does not give up before.
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Database database;
  private final Consumer<String> waiting;

  /// @param waiting takes a line at the first failure, and no more
  Awaited(DataSource database, Consumer<String> waiting) {
    this.database = new Database(database);
    this.waiting = waiting;
  }

  /// @throws DatabaseException if it does not answer in time, or never will
  void answer() {
    long end = System.nanoTime() + LIMIT.toNanos();
    boolean told = false;
    for (@Nullable DatabaseException failed = attempt(); failed != null; failed = attempt()) {
      if (!DatabaseException.willPass(failed) || isAboutTrust(failed) || System.nanoTime() > end) {
        throw failed;
      }
      if (!told) {
        waiting.accept("waiting for the database: " + Reason.of(failed));
        told = true;
      }
      pause();
    }
  }

  private @Nullable DatabaseException attempt() {
    try {
      boolean _ = database.session(_ -> true);
      return null;
    } catch (DatabaseException e) {
      return e;
    }
  }

  /// A server whose certificate is not the one to trust does not get another by waiting.
  private static boolean isAboutTrust(Throwable failed) {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
