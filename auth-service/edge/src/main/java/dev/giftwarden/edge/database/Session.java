package dev.giftwarden.edge.database;

import dev.giftwarden.edge.database.Sql.Entrance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/// One connection, for statements that belong together. Not shared between threads.
public class Session {
  /// Statements in one message: what is read before anything is answered stays small.
  private static final int MOST_WAITING = 256;

  private final Connection connection;
  private final List<Sql.Waiting> waiting = new ArrayList<>();
  private Entrance entrance = Entrance.NONE;

  Session(Connection connection) {
    this.connection = connection;
  }

  public final Sql sql(String text) {
    return new Sql(new Same(), text);
  }

  /// Sends `text` in one message with the next statement and before it: one way to the database and
  /// back for both. Where it fails, the database does not look at what follows. A transaction is
  /// entered once; outside one `text` goes before each statement, which is a transaction together
  /// with it and then takes no null.
  ///
  /// @param text a query whose rows say nothing, ending in `;`, with parameters of its own
  public final void enterWith(String text, Map<String, Object> values) {
    entrance = new Entrance(Parsed.of(text), values, !isTransaction());
  }

  public boolean isTransaction() {
    return false;
  }

  /// Sends what waits with the commit behind it, in one message: the database does not commit where
  /// one of them fails.
  ///
  /// @return whether there was anything
  final boolean commitWithWaiting() {
    boolean some = !waiting.isEmpty();
    if (some) {
      var _ = sql("commit").update();
    }
    return some;
  }

  /// Returns at the next notification of a channel that this session listens to, or when the time
  /// is over.
  ///
  /// @param longest at least a millisecond
  /// @return whether there was one
  public final boolean awaitNotification(Duration longest) {
    // Nought would be for ever.
    int millis = Math.max(1, Math.toIntExact(longest.toMillis()));
    return with(own -> own.unwrap(PGConnection.class).getNotifications(millis).length > 0);
  }

  /// Lends the connection to what takes one: the outbox. It goes without the entrance.
  public final void lend(ConnectionUse use) {
    with(own -> {
      use.of(own);
      return true;
    });
  }

  /// What only does something with the connection itself.
  @FunctionalInterface
  public interface ConnectionUse {
    void of(Connection connection) throws SQLException;
  }

  /// As [#lend], for what has a value to give back.
  public final <T> T with(ConnectionWork<T> work) {
    if (!waiting.isEmpty()) {
      throw new IllegalStateException("statements wait that would come too late");
    }
    try {
      return work.with(connection);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /// What is done with the connection itself.
  @FunctionalInterface
  public interface ConnectionWork<T> {
    T with(Connection connection) throws SQLException;
  }

  private final class Same implements Sql.Connections {
    @Override
    public Connection take() {
      return connection;
    }

    @Override
    public Entrance entrance() {
      Entrance now = entrance;
      if (!now.each()) {
        entrance = Entrance.NONE;
      }
      return now;
    }

    @Override
    public List<Sql.Waiting> waiting() {
      List<Sql.Waiting> now = List.copyOf(waiting);
      waiting.clear();
      return now;
    }

    @Override
    public void wait(Sql.Waiting statement) {
      if (!isTransaction()) {
        throw new IllegalStateException("outside a transaction nothing waits");
      }
      waiting.add(statement);
      if (waiting.size() == MOST_WAITING) {
        var _ = sql("select 1").exists();
      }
    }
  }
}
