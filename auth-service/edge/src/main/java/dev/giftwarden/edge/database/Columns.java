package dev.giftwarden.edge.database;

import java.util.List;
import java.util.stream.Collectors;

/// The columns that the rows of a table are read by, written once for all statements that select,
/// return, insert or join them.
public record Columns(List<String> names) {
  public Columns {
    names = List.copyOf(names);
  }

  public static Columns of(String... names) {
    return new Columns(List.of(names));
  }

  /// `id, name`
  public String all() {
    return String.join(", ", names);
  }

  /// `:id, :name`
  public String parameters() {
    return names.stream().map(name -> ":" + name).collect(Collectors.joining(", "));
  }

  /// `k.id as "k.id", k.name as "k.name"`, for a statement in which they are not alone: what
  /// [Row#in] takes for the columns of `k`.
  ///
  /// @param table its name in the statement, or the alias it has there
  public String in(String table) {
    return names.stream()
        .map(name -> "%1$s.%2$s as \"%1$s.%2$s\"".formatted(table, name))
        .collect(Collectors.joining(", "));
  }
}
