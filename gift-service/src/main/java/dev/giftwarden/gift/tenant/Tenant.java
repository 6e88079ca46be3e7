package dev.giftwarden.gift.tenant;

import dev.giftwarden.edge.database.DatabaseException;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.SQLException;

/// The only way to a tenant's tables, for reading too: transactions whose first words tell the
/// database whom they act for. Row-level security shows nothing to one that did not.
@Singleton
public class Tenant {

  private final AgroalDataSource database;
  private final UserTransaction transaction;

  Tenant(AgroalDataSource database, UserTransaction transaction) {
    this.database = database;
    this.transaction = transaction;
  }

  /// What is done inside one transaction; its value leaves it.
  @FunctionalInterface
  public interface Work<T> {
    T in(TenantSession session);
  }

  /// Runs `work` and commits; rolls back if it throws or calls [TenantSession#undo()].
  ///
  /// @throws DatabaseException if the database is away or refuses. Then nothing has happened,
  ///   unless the connection broke during the commit itself: who must know sends an
  ///   Idempotency-Key.
  public <T> T in(TenantScope scope, Work<T> work) {
    begin();
    Done<T> done;
    try {
      done = run(scope, work, true);
    } catch (RuntimeException | Error e) {
      rollback();
      throw e;
    }
    if (done.keep()) {
      commit();
    } else {
      rollback();
    }
    return done.result();
  }

  /// Runs `work`, which only reads, with each of its statements a transaction of its own: one way
  /// to the database and back instead of three. What it records is committed when this returns.
  ///
  /// @throws DatabaseException if the database is away or refuses
  public <T> T look(TenantScope scope, Work<T> work) {
    return run(scope, work, false).result();
  }

  private record Done<T>(T result, boolean keep) {}

  private <T> Done<T> run(TenantScope scope, Work<T> work, boolean isTransaction) {
    try (Connection connection = database.getConnection()) {
      var session = new TenantSession(scope, connection, isTransaction);
      T result = work.in(session);
      return new Done<>(result, session.close());
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private void begin() {
    try {
      transaction.begin();
    } catch (NotSupportedException | SystemException e) {
      throw new DatabaseException(e);
    }
  }

  private void commit() {
    try {
      transaction.commit();
    } catch (RollbackException
        | HeuristicMixedException
        | HeuristicRollbackException
        | SystemException e) {
      throw new DatabaseException(e);
    }
  }

  private void rollback() {
    try {
      transaction.rollback();
    } catch (SystemException e) {
      throw new DatabaseException(e);
    }
  }
}
