package dev.giftwarden.edge.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// A service's database, as one of its roles: the one way to SQL that is written by hand.
public final class Database {
  private final DataSource pool;

  public Database(DataSource pool) {
    this.pool = pool;
  }

  /// A statement that is a transaction of its own, or part of the one that the pool's connections
  /// are in (`@Transactional`).
  public Sql sql(String text) {
    return new Sql(new Pooled(), text);
  }

  /// What is done in one session; its value leaves it.
  @FunctionalInterface
  public interface Work<T> {
    T in(Session session);
  }

  /// Runs `work` on one connection, each of its statements a transaction of its own.
  ///
  /// @throws DatabaseException if the database is away or refuses
  public <T> T session(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.in(new Session(connection));
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /// Runs `work` in one transaction and commits; rolls back if it throws or calls
  /// [Transaction#undo()].
  ///
  /// @throws DatabaseException if the database is away or refuses. Then nothing has happened,
  ///   unless the connection broke during the commit itself
  public <T> T transaction(TransactionWork<T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = run(connection, work);
        connection.setAutoCommit(true);
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /// What is done in one transaction; its value leaves it.
  @FunctionalInterface
  public interface TransactionWork<T> {
    T in(Transaction transaction);
  }

  private static <T> T run(Connection connection, TransactionWork<T> work) throws SQLException {
    Transaction transaction = new Transaction(connection);
    T result = work.in(transaction);
    if (transaction.isUndone()) {
      connection.rollback();
    } else {
      connection.commit();
    }
    return result;
  }

  private static void rollback(Connection connection, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException broken) {
      cause.addSuppressed(broken);
    }
  }

  private final class Pooled implements Sql.Connections {
    @Override
    public Connection take() throws SQLException {
      return pool.getConnection();
    }

    @Override
    public void release(Connection connection) throws SQLException {
      connection.close();
    }

    @Override
    public Sql.Entrance entrance() {
      return Sql.Entrance.NONE;
    }
  }
}
