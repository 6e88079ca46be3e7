package dev.giftwarden.edge.database;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/// A service's database, as one of its roles: the one way to SQL that is written by hand. As a bean
/// it is that of the service's own role.
@Singleton
public final class Database {
  private static final String FAILED_TRANSACTION = "25P02";

  private final DataSource pool;

  public Database(DataSource pool) {
    this.pool = pool;
  }

  /// A statement that is a transaction of its own, or part of the one that the pool's connections
  /// are in (`@Transactional`).
  public Sql sql(String text) {
    return new Sql(new Pooled(), text);
  }

  /// Lends a connection as [Session#lend] does; in the transaction of `@Transactional`, if there is
  /// one.
  public void lend(Session.ConnectionUse use) {
    session(session -> {
      session.lend(use);
      return true;
    });
  }

  /// What is done in one session; its value leaves it.
  @FunctionalInterface
  public interface Work<T> {
    T in(Session session);
  }

  /// Runs `work` on one connection, each of its statements as [#sql] has it.
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
  /// [Transaction#undo()]. Not within `@Transactional`, which is one already.
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
      commit(connection, transaction);
    }
    return result;
  }

  /// The server answers the commit of a transaction in which a statement has failed by rolling it
  /// back, and the driver takes that for an answer.
  private static void commit(Connection connection, Transaction transaction) throws SQLException {
    if (connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED) {
      throw new SQLException("a statement of the transaction has failed", FAILED_TRANSACTION);
    }
    if (!transaction.commitWithWaiting()) {
      connection.commit();
    }
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
  }
}
