package dev.giftwarden.edge.problem;

import dev.giftwarden.edge.text.Percent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a path says no whose callers know no problem documents, because another standard speaks
/// there. One for all that is refused at it, by a filter before any route or by the route's own.
public interface Dialect {
  /// @param path without the query, decoded
  boolean isSpokenAt(String path);

  /// What is written as JSON, with the status of the problem.
  Object document(Problem problem);

  /// @param path as it came, without the query; null where a request has none
  static Optional<Dialect> at(@Nullable String path, List<Dialect> all) {
    String decoded = path == null ? "" : Percent.peel(path);
    return all.stream().filter(dialect -> dialect.isSpokenAt(decoded)).findFirst();
  }
}
