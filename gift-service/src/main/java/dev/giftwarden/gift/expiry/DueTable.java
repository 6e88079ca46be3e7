package dev.giftwarden.gift.expiry;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.tenant.TenantScope;
import java.util.List;
import java.util.Optional;

/// Whose gifts are due, as the worker's role sees it: an account and its environment, and nothing
/// of the gifts.
final class DueTable {

  /// Row-level security shows no gift that is not due.
  private static final String DUE =
      """
      select distinct account, environment
        from gift
       where state in ('created', 'sent', 'viewed') and expires_at <= now()
       limit 100
      """;

  private final Database worker;

  DueTable(Database worker) {
    this.worker = worker;
  }

  List<TenantScope> scopes() {
    return worker
        .sql(DUE)
        .list(row ->
            new TenantScope(
                new AccountId(row.text("account")),
                Optional.empty(),
                Environment.of(row.text("environment"))));
  }
}
