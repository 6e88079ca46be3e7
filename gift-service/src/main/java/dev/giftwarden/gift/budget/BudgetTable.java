package dev.giftwarden.gift.budget;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Sql;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.ledger.Balance;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.money.Remainder;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Budgets in the database. Money leaves one by a single statement that decides and writes.
@Singleton
class BudgetTable {

  private static final String INSERT =
      """
      insert into budget (id, account, sub_account, environment, granted, available, currency,
                          version, created_at)
      values (:id, :account, :sub_account, :environment, :granted, :granted, :currency,
              1, :created_at)
      """;

  private static final String MINE =
      """
      select id, sub_account, granted, available, currency, created_at
        from budget
       where account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """;

  private static final String FIND = MINE + " and id = :id";

  private static final String FIND_ALL = MINE + " and id = any (:ids)";

  private static final String LIST =
      MINE
          + """
             and (created_at, id) < (:before, :before_id)
           order by created_at desc, id desc
           limit :limit
          """;

  /// More than any amount can be is said as the most that one can be.
  private static final String AVAILABLE =
      """
      select currency, least(sum(available), :most)::bigint as available
        from budget
       where account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
       group by currency
       order by currency
      """;

  /// Two of these on one budget run one after the other, each on what the one before has left.
  private static final String RESERVE =
      """
      update budget
         set available = available - :amount, version = version + :times
       where id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
         and currency = :currency and available >= :amount
      returning version, available
      """;

  private static final String RETURN =
      """
      update budget
         set available = available + :amount, version = version + 1
       where id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
         and currency = :currency
      returning version, available
      """;

  void insert(TenantSession session, Budget budget) {
    session
        .sql(INSERT)
        .set("id", budget.id().value())
        .set("sub_account", budget.subAccount().map(SubAccountId::value))
        .set("granted", budget.granted().minor())
        .set("currency", budget.granted().currency().value())
        .set("created_at", budget.createdAt())
        .later();
  }

  Optional<Budget> find(TenantSession session, BudgetId id) {
    return session.sql(FIND).set("id", id.value()).first(BudgetTable::read);
  }

  Map<BudgetId, Budget> find(TenantSession session, Set<BudgetId> ids) {
    return session
        .sql(FIND_ALL)
        .set("ids", ids.stream().map(BudgetId::value).toArray(String[]::new))
        .list(BudgetTable::read)
        .stream()
        .collect(Collectors.toMap(Budget::id, budget -> budget));
  }

  Page<Budget> list(TenantSession session, PageRequest page) {
    var rows = session.sql(LIST, page).list(BudgetTable::read);
    return Page.of(rows, page, budget -> new Cursor(budget.createdAt(), budget.id().value()));
  }

  /// By currency, of all budgets together.
  List<Remainder> available(TenantSession session) {
    return session
        .sql(AVAILABLE)
        .set("most", MinorUnits.MAX)
        .list(
            row -> new Remainder(row.number("available"), new CurrencyCode(row.text("currency"))));
  }

  /// Empty, and nothing written, if the budget has less than `amount` or another currency.
  ///
  /// @param times how many movements this is, which together come to `amount`
  Optional<Balance> reserve(TenantSession session, BudgetId id, Money amount, int times) {
    return of(session, RESERVE, id, amount).set("times", times).first(BudgetTable::balance);
  }

  Balance giveBack(TenantSession session, BudgetId id, Money amount) {
    return of(session, RETURN, id, amount).only(BudgetTable::balance);
  }

  private static Sql of(TenantSession session, String statement, BudgetId id, Money amount) {
    return session
        .sql(statement)
        .set("id", id.value())
        .set("amount", amount.minor())
        .set("currency", amount.currency().value());
  }

  private static Balance balance(Row row) {
    return new Balance(row.number("version"), row.number("available"));
  }

  private static Budget read(Row row) {
    return new Budget(
        new BudgetId(row.text("id")),
        row.optionalText("sub_account").map(SubAccountId::new),
        Money.of(row.number("granted"), row.text("currency")),
        row.number("available"),
        row.instant("created_at"));
  }
}
