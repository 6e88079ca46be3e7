package dev.giftwarden.gift.rounds;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.tenant.TenantScope;
import java.util.List;
import java.util.Optional;

/// Whose gifts are due, for one thing or another, as the worker's role sees it: an account and its
/// environment, and nothing of the gifts. Row-level security shows it no others.
public final class DueTable {
  private static final String WHOSE =
      """
      select distinct account, environment
        from gift
       where %s
       limit 100
      """;

  private static final String TO_EXPIRE =
      WHOSE.formatted("state in ('created', 'sent', 'viewed') and expires_at <= now()");

  private static final String TO_SEND =
      WHOSE.formatted("state = 'created' and send_at <= now() and expires_at > now()");

  private static final String TO_PLAY =
      WHOSE.formatted("state in ('sent', 'viewed') and rehearsal is not null");

  private final Database worker;

  public DueTable(Database worker) {
    this.worker = worker;
  }

  public List<TenantScope> toExpire() {
    return whose(TO_EXPIRE);
  }

  public List<TenantScope> toSend() {
    return whose(TO_SEND);
  }

  /// Of gifts that wait for their part in a rehearsal.
  public List<TenantScope> toPlay() {
    return whose(TO_PLAY);
  }

  private List<TenantScope> whose(String sql) {
    return worker
        .sql(sql)
        .list(row ->
            new TenantScope(
                new AccountId(row.text("account")),
                Optional.empty(),
                Environment.of(row.text("environment"))));
  }
}
