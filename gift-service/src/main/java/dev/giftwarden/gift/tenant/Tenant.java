package dev.giftwarden.gift.tenant;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import jakarta.inject.Singleton;

/// The only way to a tenant's tables, for reading too: transactions whose first words tell the
/// database whom they act for. Row-level security shows nothing to one that did not.
@Singleton
public class Tenant {

  private final Database database;

  Tenant(Database database) {
    this.database = database;
  }

  /// What is done for one tenant; its value leaves it.
  @FunctionalInterface
  public interface Work<T> {
    T in(TenantSession session);
  }

  /// Runs `work` in one transaction and commits; rolls back if it throws or calls
  /// [TenantSession#undo()].
  ///
  /// @throws DatabaseException if the database is away or refuses. Then nothing has happened,
  ///   unless the connection broke during the commit itself: who must know sends an
  ///   Idempotency-Key.
  public <T> T in(TenantScope scope, Work<T> work) {
    return database.transaction(transaction -> {
      var session = new TenantSession(scope, transaction);
      T result = work.in(session);
      if (session.isUndone()) {
        transaction.undo();
      } else {
        session.sendEvents();
      }
      return result;
    });
  }

  /// Runs `work`, which only reads, with each of its statements a transaction of its own: one way
  /// to the database and back instead of three. What it records is committed when this returns.
  ///
  /// @throws DatabaseException if the database is away or refuses
  public <T> T look(TenantScope scope, Work<T> work) {
    return database.session(statements -> {
      var session = new TenantSession(scope, statements);
      T result = work.in(session);
      session.writeEvents();
      return result;
    });
  }
}
