package dev.giftwarden.edge.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.postgresql.PGConnection;

/// One connection, for statements that belong together. Not shared between threads.
public class Session {
  private final Connection connection;
  private Sql.Entrance entrance = Sql.Entrance.NONE;
  private boolean entersOnce;

  Session(Connection connection) {
    this.connection = connection;
  }

  public final Sql sql(String text) {
    return new Sql(new Same(), text);
  }

  /// Sends `text` before the first statement and in one message with it: one way to the database
  /// and back for both. Where it fails, the database does not look at what follows.
  ///
  /// @param text a statement ending in `;`
  /// @param each before each statement instead, which then is a transaction together with it
  public final void enterWith(String text, Map<String, Object> values, boolean each) {
    entrance = new Sql.Entrance(text, values, each);
    entersOnce = !each;
  }

  /// Returns at the next notification of a channel that this session listens to, or when the time
  /// is over.
  ///
  /// @param longest at least a millisecond
  /// @return whether there was one
  public final boolean awaitNotification(Duration longest) {
    return with(connection ->
        connection.unwrap(PGConnection.class).getNotifications((int) longest.toMillis()).length
            > 0);
  }

  /// For what takes a connection: the outbox.
  public final <T> T with(ConnectionWork<T> work) {
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
    public void release(Connection taken) {
      // Kept: it is the session's.
    }

    @Override
    public Sql.Entrance entrance() {
      Sql.Entrance now = entrance;
      if (entersOnce) {
        entrance = Sql.Entrance.NONE;
      }
      return now;
    }
  }
}
