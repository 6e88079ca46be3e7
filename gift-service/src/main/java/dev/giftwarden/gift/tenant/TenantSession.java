package dev.giftwarden.gift.tenant;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.auth.client.id.SubAccountId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One transaction that acts for one tenant. A `*Table` asks for it and so cannot be used outside
/// [Tenant#in].
public final class TenantSession {

  private static final String ENTER =
      """
      select set_config('app.account', :account, true),
             set_config('app.environment', :environment, true),
             set_config('app.sub_accounts', :sub_account_list, true)
      """;

  private final TenantScope scope;
  private final Connection connection;
  private final List<AuditEvent> events = new ArrayList<>();
  private boolean undone;

  TenantSession(TenantScope scope, Connection connection) {
    this.scope = scope;
    this.connection = connection;
  }

  void enter() {
    sql(ENTER)
        .set("sub_account_list", scope.subAccounts().isEmpty() ? "*" : String.join(",", names()))
        .exists();
  }

  public TenantScope scope() {
    return scope;
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
    return new TenantStatement(connection, text)
        .set("account", scope.account().value())
        .set("environment", scope.environment().text())
        .set("whole_account", scope.subAccounts().isEmpty())
        .set("sub_accounts", names());
  }

  private String[] names() {
    return scope.subAccounts().stream()
        .flatMap(Set::stream)
        .map(SubAccountId::value)
        .toArray(String[]::new);
  }
}
