package dev.giftwarden.edge.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One SQL statement whose parameters are written `:name` in its text.
///
/// ```java
/// database.sql("select plan from account where id = :id").set("id", id).first(row -> row.text("plan"));
/// ```
public final class Sql {
  /// Not the `::` of a cast.
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z_]+)");

  /// The statements of a service are constants, so this has an end.
  private static final Map<String, Parsed> KNOWN = new ConcurrentHashMap<>();

  private record Parsed(String sql, List<String> names) {
    static Parsed of(String text) {
      var parameters = PARAMETER.matcher(text);
      List<String> names = parameters.results().map(found -> found.group(1)).toList();
      return new Parsed(parameters.replaceAll("?"), names);
    }
  }

  private final Connections connections;
  private final String text;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  Sql(Connections connections, String text) {
    this.connections = connections;
    this.text = text;
  }

  /// Where a statement runs.
  interface Connections {
    /// To be given back with [#release].
    Connection take() throws SQLException;

    void release(Connection connection) throws SQLException;

    /// What is sent in one message before the statement that is executed now.
    Entrance entrance();
  }

  /// A statement without a result of interest, ending in `;`, with parameters of its own.
  ///
  /// @param alone whether it holds only for the statement that comes with it in one message
  record Entrance(String text, Map<String, Object> values, boolean alone) {
    static final Entrance NONE = new Entrance("", Map.of(), false);
  }

  /// @param value null, a text, a number, a boolean, an [Instant], bytes, a UUID, or an array of
  ///   these
  public Sql set(String name, @Nullable Object value) {
    values.put(name, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
    return this;
  }

  public Sql set(String name, Optional<?> value) {
    return set(name, value.orElse(null));
  }

  public <T> List<T> list(Row.Reader<T> reader) {
    return execute(statement -> {
      try (ResultSet result = statement.getResultSet()) {
        Row row = new Row(result);
        List<T> read = new ArrayList<>();
        while (result.next()) {
          read.add(reader.read(row));
        }
        return read;
      }
    });
  }

  /// The first row, if there is one.
  public <T> Optional<T> first(Row.Reader<T> reader) {
    return list(reader).stream().findFirst();
  }

  /// The one row that the statement always has.
  public <T> T only(Row.Reader<T> reader) {
    return first(reader).orElseThrow();
  }

  public boolean exists() {
    return first(_ -> true).isPresent();
  }

  /// For a statement whose rows, if it has any, say nothing.
  ///
  /// @return how many rows were written
  public int update() {
    return execute(PreparedStatement::getUpdateCount);
  }

  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  /// Has `work` see the statement at the result of `text`, whatever was sent before it.
  private <T> T execute(Work<T> work) {
    try {
      Connection connection = connections.take();
      try {
        Entrance entrance = connections.entrance();
        Parsed parsed = KNOWN.computeIfAbsent(entrance.text() + text, Parsed::of);
        try (PreparedStatement statement = connection.prepareStatement(parsed.sql())) {
          bind(statement, parsed.names(), entrance);
          statement.execute();
          if (!entrance.text().isEmpty()) {
            statement.getMoreResults();
          }
          return work.with(statement);
        }
      } finally {
        connections.release(connection);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private void bind(PreparedStatement statement, List<String> names, Entrance entrance)
      throws SQLException {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      @Nullable Object value =
          entrance.values().containsKey(name) ? entrance.values().get(name) : value(name);
      if (value == null && entrance.alone()) {
        // The driver may have a statement with a null described first, in a message of its own
        // between the entrance and the statement, and the database would forget the entrance.
        throw new IllegalArgumentException("outside a transaction there is no null: :" + name);
      }
      statement.setObject(i + 1, value);
    }
  }

  private @Nullable Object value(String name) {
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException("no value for :" + name + " in " + text);
    }
    return values.get(name);
  }
}
