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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One SQL statement whose parameters are written `:name` in its text, which is a constant.
///
/// ```java
/// database.sql("select plan from account where id = :id").set("id", id).first(row -> row.text("plan"));
/// ```
public final class Sql {
  private final Connections connections;
  private final String text;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  /// Nought: all.
  private int rowsAtATime;

  Sql(Connections connections, String text) {
    this.connections = connections;
    this.text = text;
  }

  /// Where a statement runs.
  interface Connections {
    Connection take() throws SQLException;

    /// Gives back what [#take] gave, if that was for one statement alone.
    default void release(Connection connection) throws SQLException {}

    /// What is sent in one message before the statement that is executed now.
    default Entrance entrance() {
      return Entrance.NONE;
    }

    /// What waited to be sent, behind the entrance. It waits no longer.
    default List<Waiting> waiting() {
      return List.of();
    }

    /// Has a statement wait for the next one.
    default void wait(Waiting statement) {
      throw new IllegalStateException("outside a transaction nothing waits: " + statement.text());
    }
  }

  /// A statement that is not sent yet.
  record Waiting(String text, Map<String, @Nullable Object> values) {
    /// @return the position behind the last of its parameters
    int fill(PreparedStatement statement, int first) throws SQLException {
      int position = first;
      for (String name : Parsed.of(text).names()) {
        if (!values.containsKey(name)) {
          throw new IllegalArgumentException("no value for :" + name + " in " + text);
        }
        statement.setObject(position++, values.get(name));
      }
      return position;
    }
  }

  /// @param each whether it holds only for the statement that comes with it in one message
  record Entrance(Parsed statement, Map<String, Object> values, boolean each) {
    static final Entrance NONE = new Entrance(Parsed.of(""), Map.of(), false);

    Entrance {
      values = Map.copyOf(values);
    }
  }

  /// @param value null, a text, a number, a boolean, an [Instant], bytes, a UUID, an array of these
  ///   without instants, or an [Optional] of any
  public Sql set(String name, @Nullable Object value) {
    values.put(name, asTheDriverTakesIt(value));
    return this;
  }

  private static @Nullable Object asTheDriverTakesIt(@Nullable Object value) {
    return switch (value) {
      case Optional<?> optional -> asTheDriverTakesIt(optional.orElse(null));
      case Instant at -> at.atOffset(ZoneOffset.UTC);
      case null, default -> value;
    };
  }

  public <T> List<T> list(Row.Reader<T> reader) {
    List<T> read = new ArrayList<>();
    forEach(0, row -> read.add(reader.read(row)));
    return read;
  }

  /// The first row, if there is one.
  public <T> Optional<T> first(Row.Reader<T> reader) {
    return list(reader).stream().findFirst();
  }

  /// The one row that the statement always has.
  public <T> T only(Row.Reader<T> reader) {
    return first(reader).orElseThrow();
  }

  /// Has `reader` see each row, without holding all of them: for what may be longer than memory.
  ///
  /// @param rowsPerFetch how many rows are in memory at a time; outside a transaction, all
  public void forEach(int rowsPerFetch, Consumer<Row> reader) {
    rowsAtATime = rowsPerFetch;
    var _ =
        execute(statement -> {
          try (ResultSet result = statement.getResultSet()) {
            Row row = new Row(result);
            while (result.next()) {
              reader.accept(row);
            }
            return true;
          }
        });
  }

  public boolean exists() {
    return first(_ -> true).isPresent();
  }

  /// For a statement without rows of its own.
  ///
  /// @return how many rows were written
  public int update() {
    return execute(PreparedStatement::getUpdateCount);
  }

  /// As [#update], for a statement in a transaction that says nothing: it is sent in one message
  /// with the next one and before it, or with the commit. Where it fails, the next one does.
  public void later() {
    connections.wait(new Waiting(text, values));
  }

  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private <T> T execute(Work<T> work) {
    try {
      Connection connection = connections.take();
      try {
        return execute(connection, connections.entrance(), connections.waiting(), work);
      } finally {
        connections.release(connection);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /// Has `work` see the statement at the result of `text`, whatever was sent before it.
  private <T> T execute(
      Connection connection, Entrance entrance, List<Waiting> waiting, Work<T> work)
      throws SQLException {
    var message = new StringBuilder(entrance.statement().sql());
    waiting.forEach(before -> message.append(Parsed.of(before.text()).sql()).append(';'));
    message.append(Parsed.of(text).sql());
    try (PreparedStatement statement = connection.prepareStatement(message.toString())) {
      int position = 1;
      for (String name : entrance.statement().names()) {
        statement.setObject(position++, entrance.values().get(name));
      }
      for (Waiting before : waiting) {
        position = before.fill(statement, position);
      }
      checkNulls(entrance);
      new Waiting(text, values).fill(statement, position);
      statement.setFetchSize(rowsAtATime);
      statement.execute();
      if (entrance != Entrance.NONE) {
        statement.getMoreResults();
      }
      for (var _ : waiting) {
        statement.getMoreResults();
      }
      return work.with(statement);
    }
  }

  /// The driver may have a statement with a null described first, in a message of its own between
  /// the entrance and the statement, and the database would forget the entrance.
  private void checkNulls(Entrance entrance) {
    if (entrance.each()) {
      for (String name : Parsed.of(text).names()) {
        if (values.containsKey(name) && values.get(name) == null) {
          throw new IllegalArgumentException("outside a transaction there is no null: :" + name);
        }
      }
    }
  }
}
