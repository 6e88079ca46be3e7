package dev.giftwarden.edge.database;

import java.sql.Connection;

/// Statements that become true together, or not at all.
public final class Transaction extends Session {
  private boolean undone;

  Transaction(Connection connection) {
    super(connection);
  }

  /// Everything done in it is rolled back when the work returns.
  public void undo() {
    undone = true;
  }

  boolean isUndone() {
    return undone;
  }

  @Override
  public boolean isTransaction() {
    return true;
  }
}
