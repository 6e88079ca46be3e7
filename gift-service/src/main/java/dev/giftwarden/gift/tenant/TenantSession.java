package dev.giftwarden.gift.tenant;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.Session;
import dev.giftwarden.edge.database.Sql;
import dev.giftwarden.edge.paging.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A transaction that acts for one tenant, or statements that are one each. A `*Table` asks for it
/// and so cannot be used outside [Tenant].
public final class TenantSession {

  /// What holds until the transaction ends.
  private static final String ENTER =
      """
      select set_config('app.account', :account, true),
             set_config('app.environment', :environment, true),
             set_config('app.sub_accounts', :sub_accounts, true);
      """;

  private static final String SOURCE = Audience.GIFT.text();

  private final TenantScope scope;
  private final Session session;
  private final String[] subAccounts;
  private final List<AuditEvent> events = new ArrayList<>();
  private boolean undone;

  TenantSession(TenantScope scope, Session session) {
    this.scope = scope;
    this.session = session;
    this.subAccounts =
        scope.subAccounts().stream()
            .flatMap(Set::stream)
            .map(SubAccountId::value)
            .toArray(String[]::new);
    session.enterWith(
        ENTER,
        Map.of(
            "account", scope.account().value(),
            "environment", scope.environment().text(),
            "sub_accounts", scope.subAccounts().isEmpty() ? "*" : String.join(",", subAccounts)));
  }

  /// Whom it acts for.
  public TenantScope scope() {
    return scope;
  }

  /// Makes `event` a fact of this transaction: it reaches the audit log exactly if this commits. Of
  /// statements that are one each, it is a fact when the session ends.
  public void record(AuditEvent event) {
    events.add(event);
  }

  /// Those of a transaction that have come since the last statement: by one of their own, which is
  /// sent with the next.
  void sendEvents() {
    if (session.isTransaction() && !events.isEmpty()) {
      byte[][] rows =
          events.stream().map(event -> OutboxTable.row(SOURCE, event)).toArray(byte[][]::new);
      session.sql(OutboxTable.INSERT_ROWS).set("events", rows).later();
      events.clear();
    }
  }

  /// With one statement for all.
  void writeEvents() {
    if (!events.isEmpty()) {
      session.lend(
          connection -> OutboxTable.append(connection, SOURCE, events.toArray(AuditEvent[]::new)));
    }
  }

  /// Everything done in this session is rolled back when the work returns.
  public void undo() {
    undone = true;
  }

  boolean isUndone() {
    return undone;
  }

  /// A statement with `:named` parameters, of which these are set already: `:account`,
  /// `:environment`, `:whole_account` (boolean) and `:sub_accounts` (text[]). Each statement on a
  /// tenant's table names them; row-level security says the same again below.
  public Sql sql(String text) {
    sendEvents();
    return session
        .sql(text)
        .set("account", scope.account().value())
        .set("environment", scope.environment().text())
        .set("whole_account", scope.subAccounts().isEmpty())
        .set("sub_accounts", subAccounts);
  }

  /// As [#sql], with `:before`, `:before_id` and `:limit` set too: one row more than `page` holds.
  public Sql sql(String text, PageRequest page) {
    return sql(text)
        .set("before", page.after().at())
        .set("before_id", page.after().id())
        .set("limit", page.limit() + 1);
  }
}
