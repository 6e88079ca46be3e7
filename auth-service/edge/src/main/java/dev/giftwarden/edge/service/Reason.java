package dev.giftwarden.edge.service;

import dev.giftwarden.edge.database.DatabaseException;
import org.jspecify.annotations.Nullable;

/// Why something failed, for people: what was tried, and what was at the bottom of it.
final class Reason {
  private Reason() {}

  /// One line.
  static String of(Throwable failed) {
    Throwable root = failed;
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    String tried =
        line(
            failed instanceof DatabaseException && failed.getCause() != null
                ? failed.getCause()
                : failed);
    String bottom = line(root);
    return tried.contains(bottom) ? tried : tried.replaceFirst("\\.$", "") + ": " + bottom;
  }

  private static String line(Throwable failed) {
    String message = failed.getMessage();
    String line = message == null ? "" : message.lines().findFirst().orElse("").strip();
    return line.isEmpty() ? failed.getClass().getSimpleName() : line;
  }
}
