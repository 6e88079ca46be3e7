package dev.giftwarden.gift.tenant;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.auth.client.id.SubAccountId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A transaction that acts for one tenant, or statements that are one each. A `*Table` asks for it
/// and so cannot be used outside [Tenant].
public final class TenantSession {

  /// What holds until the transaction ends.
  private static final String ENTER =
      """
      select set_config('app.account', :account, true),
             set_config('app.environment', :environment, true),
             set_config('app.sub_accounts', :sub_account_list, true)
      """;

  /// Sent before the first statement of a transaction and in one message with it: one way to the
  /// database and back for both. Where it fails, the database does not look at what follows.
  private static final String ENTRANCE = ENTER + ";\n";

  private final TenantScope scope;
  private final Connection connection;
  private final List<AuditEvent> events = new ArrayList<>();
  private final boolean isTransaction;
  private boolean entered;
  private boolean undone;

  /// @param isTransaction whether `connection` is in a transaction; otherwise each statement is one
  TenantSession(TenantScope scope, Connection connection, boolean isTransaction) {
    this.scope = scope;
    this.connection = connection;
    this.isTransaction = isTransaction;
  }

  /// Tells the database now, for those that do not ask through [#sql] but in the transaction.
  public TenantScope enter() {
    if (!isTransaction) {
      throw new IllegalStateException("outside a transaction there is only sql");
    }
    if (!entered) {
      entered = true;
      sql(ENTER).exists();
    }
    return scope;
  }

  boolean isTransaction() {
    return isTransaction;
  }

  /// Makes `event` a fact of this transaction: it reaches the audit log exactly if this commits.
  public void record(AuditEvent event) {
    events.add(event);
  }

  /// Ends the work: all its events go into the outbox with one statement, unless it was undone.
  ///
  /// @return whether to commit
  boolean close() throws SQLException {
    if (!undone && !events.isEmpty()) {
      OutboxTable.append(connection, events.toArray(AuditEvent[]::new));
    }
    return !undone;
  }

  /// Everything done in this session is rolled back when the work returns.
  public void undo() {
    undone = true;
  }

  /// A statement with `:named` parameters, of which these are set already: `:account`,
  /// `:environment`, `:whole_account` (boolean) and `:sub_accounts` (text[]). Each statement on a
  /// tenant's table names them; row-level security says the same again below.
  public TenantStatement sql(String text) {
    return new TenantStatement(this, connection, text)
        .set("account", scope.account().value())
        .set("environment", scope.environment().text())
        .set("whole_account", scope.subAccounts().isEmpty())
        .set("sub_accounts", names())
        .set("sub_account_list", scope.subAccounts().isEmpty() ? "*" : String.join(",", names()));
  }

  /// What has to go before the statement that is sent now: nothing, once the transaction knows.
  String entrance() {
    boolean knows = entered;
    entered = isTransaction;
    return knows ? "" : ENTRANCE;
  }

  private String[] names() {
    return scope.subAccounts().stream()
        .flatMap(Set::stream)
        .map(SubAccountId::value)
        .toArray(String[]::new);
  }
}
