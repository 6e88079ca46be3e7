package dev.giftwarden.gift.spending;

import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.edge.database.Sql;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;

/// What keys have spent, by the period. A single statement decides and writes, as for budgets; a
/// row is begun by the first gift of its period.
@Singleton
class SpendingTable {
  /// Two of these in one period run one after the other, each on what the one before has left, also
  /// where both would begin it.
  private static final String SPEND =
      """
      insert into key_spending (account, environment, root, currency, period, started_at, spent)
      select cast(:account as text), cast(:environment as text), cast(:root as text),
             cast(:currency as text), cast(:period as text), cast(:started_at as timestamptz),
             cast(:amount as bigint)
       where :amount <= :most
      on conflict (account, environment, root, currency, period, started_at)
      do update set spent = key_spending.spent + excluded.spent
       where key_spending.spent + excluded.spent <= :most
      """;

  private static final String MINE =
      """
       where account = :account and environment = :environment and root = :root
         and currency = :currency and period = :period and started_at = :started_at
      """;
  private static final String SPENT = "select spent from key_spending" + MINE;
  private static final String RETURN = "update key_spending set spent = spent - :amount" + MINE;

  /// @param most minor units of the period, all gifts together
  /// @return false, and nothing written, if `value` is more than is left of them
  boolean spend(TenantSession session, Charge charge, Money value, long most) {
    return of(session, SPEND, charge, value.currency())
            .set("amount", value.minor())
            .set("most", most)
            .update()
        == 1;
  }

  /// Minor units, 0 where nothing was.
  long spent(TenantSession session, Charge charge, CurrencyCode currency) {
    return of(session, SPENT, charge, currency).first(row -> row.number("spent")).orElse(0L);
  }

  void giveBack(TenantSession session, Charge charge, Money value) {
    int rows = of(session, RETURN, charge, value.currency()).set("amount", value.minor()).update();
    if (rows != 1) {
      throw new IllegalStateException("a gift was charged to a period that is not there");
    }
  }

  private static Sql of(
      TenantSession session, String statement, Charge charge, CurrencyCode currency) {
    return session
        .sql(statement)
        .set("root", charge.root().value())
        .set("currency", currency.value())
        .set("period", charge.period().text())
        .set("started_at", charge.startedAt());
  }
}
