package dev.giftwarden.auth.audit;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/// The outbox, inside the transaction of the act that is recorded.
@ApplicationScoped
public class RecordTable {
  private final Database database;
  private final Recorder recorder;

  RecordTable(Database database, Recorder recorder) {
    this.database = database;
    this.recorder = recorder;
  }

  /// The act and its record become true together, when the caller's transaction commits: it is on
  /// the connection that the pool hands out in it.
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(AuditEventDraft act) {
    database.lend(
        connection -> OutboxTable.append(connection, Audience.AUTH.text(), recorder.done(act)));
  }
}
