package dev.giftwarden.gift.rehearsal;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.tenant.TenantScope;
import java.util.List;
import java.util.Optional;

/// Whose gifts wait for their part in a rehearsal, as the worker's role sees it: an account and its
/// environment, and nothing of the gifts.
final class CueTable {

  /// Row-level security shows none but these, and what is due for something else.
  private static final String CUED =
      """
      select distinct account, environment
        from gift
       where state in ('sent', 'viewed') and rehearsal is not null
       limit 100
      """;

  private final Database worker;

  CueTable(Database worker) {
    this.worker = worker;
  }

  List<TenantScope> scopes() {
    return worker
        .sql(CUED)
        .list(row ->
            new TenantScope(
                new AccountId(row.text("account")),
                Optional.empty(),
                Environment.of(row.text("environment"))));
  }
}
