package dev.giftwarden.auth.audit;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/// The outbox, inside the transaction of the act that is recorded.
@ApplicationScoped
class RecordTable {
  private final Database database;

  RecordTable(Database database) {
    this.database = database;
  }

  /// The caller's transaction is on the connection that the pool hands out in it.
  @Transactional(Transactional.TxType.MANDATORY)
  void append(AuditEvent event) {
    database.lend(connection -> OutboxTable.append(connection, event));
  }
}
