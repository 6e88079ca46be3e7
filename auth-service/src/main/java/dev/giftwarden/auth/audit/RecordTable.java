package dev.giftwarden.auth.audit;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import javax.sql.DataSource;

/// The outbox, inside the transaction of the act that is recorded.
@ApplicationScoped
class RecordTable {
  private final DataSource database;

  RecordTable(DataSource database) {
    this.database = database;
  }

  /// The caller's transaction is on the connection that the pool hands out in it.
  @Transactional(Transactional.TxType.MANDATORY)
  void append(AuditEvent event) {
    try (var connection = database.getConnection()) {
      OutboxTable.append(connection, event);
    } catch (SQLException e) {
      throw new IllegalStateException("The audit record could not be written", e);
    }
  }
}
