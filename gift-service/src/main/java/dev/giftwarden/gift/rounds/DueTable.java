package dev.giftwarden.gift.rounds;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.tenant.TenantScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whose gifts are due, for one thing or another, as the worker's role sees it: an account and its
/// environment, and nothing of the gifts. Row-level security shows it no others.
///
/// Those who wait longest come first, some at a time; what comes behind the last of them is asked
/// for by naming it, so that whose gifts stay due, whatever the reason, hide nobody behind them.
public final class DueTable {
  /// Accounts that are found at once.
  private static final int TOGETHER = 100;

  private static final String WHOSE =
      """
      select account, environment, min(%1$s) as since
        from gift
       where %2$s
       group by account, environment
      having (min(%1$s), account, environment) > (:since, :account, :environment)
       order by since, account, environment
       limit :most
      """;

  private static final String TO_EXPIRE =
      WHOSE.formatted(
          "expires_at", "state in ('created', 'sent', 'viewed') and expires_at <= now()");

  private static final String TO_SEND =
      WHOSE.formatted("send_at", "state = 'created' and send_at <= now() and expires_at > now()");

  private static final String TO_PLAY =
      WHOSE.formatted("expires_at", "state in ('sent', 'viewed') and rehearsal is not null");

  private final Database worker;
  private final int most;

  public DueTable(Database worker) {
    this(worker, TOGETHER);
  }

  public DueTable(Database worker, int most) {
    this.worker = worker;
    this.most = most;
  }

  /// @param since when the first of its gifts became due
  public record Due(TenantScope scope, Instant since) {}

  /// @param last of those that were found before; empty: from the one that waits longest
  public List<Due> toExpire(Optional<Due> last) {
    return whose(TO_EXPIRE, last);
  }

  public List<Due> toSend(Optional<Due> last) {
    return whose(TO_SEND, last);
  }

  /// Of gifts that wait for their part in a rehearsal.
  public List<Due> toPlay(Optional<Due> last) {
    return whose(TO_PLAY, last);
  }

  private List<Due> whose(String sql, Optional<Due> last) {
    return worker
        .sql(sql)
        .set("since", last.map(Due::since).orElse(Instant.EPOCH))
        .set("account", last.map(due -> due.scope().account().value()).orElse(""))
        .set("environment", last.map(due -> due.scope().environment().text()).orElse(""))
        .set("most", most)
        .list(row ->
            new Due(
                new TenantScope(
                    new AccountId(row.text("account")),
                    Optional.empty(),
                    Environment.of(row.text("environment"))),
                row.instant("since")));
  }
}
