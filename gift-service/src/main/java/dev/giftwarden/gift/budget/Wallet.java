package dev.giftwarden.gift.budget;

import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.ledger.Balance;
import dev.giftwarden.gift.ledger.Book;
import dev.giftwarden.gift.ledger.LedgerEntry;
import dev.giftwarden.gift.ledger.LedgerTable;
import dev.giftwarden.gift.ledger.Settlement;
import dev.giftwarden.gift.money.Remainder;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Moves money into and out of budgets, each time with the ledger entry that accounts for it.
@Singleton
public class Wallet {

  private final BudgetTable budgets;
  private final LedgerTable ledger;

  Wallet(BudgetTable budgets, LedgerTable ledger) {
    this.budgets = budgets;
    this.ledger = ledger;
  }

  public Optional<Budget> find(TenantSession session, BudgetId id) {
    return budgets.find(session, id);
  }

  /// What the budgets that the session reaches have left together: by currency, where there is one.
  public List<Remainder> available(TenantSession session) {
    return budgets.available(session);
  }

  /// A new budget, with its first entry.
  void open(TenantSession session, Budget budget) {
    budgets.insert(session, budget);
    ledger.record(
        session,
        new LedgerEntry(
            budget.id(),
            budget.subAccount(),
            Book.FUNDING,
            Optional.empty(),
            budget.granted().minor(),
            budget.granted().currency(),
            new Balance(1, budget.available()),
            budget.createdAt()));
  }

  /// Reserves what `hold` says.
  ///
  /// @return false, and nothing written, if the budget has less than that
  public boolean reserve(TenantSession session, Hold hold, Instant at) {
    Optional<Balance> after = budgets.reserve(session, hold.budget(), hold.amount());
    after.ifPresent(left -> record(session, hold, -hold.amount().minor(), left, at));
    return after.isPresent();
  }

  /// Gives back what [#reserve] took for the same `hold`.
  public void release(TenantSession session, Hold hold, Instant at) {
    Balance after = budgets.giveBack(session, hold.budget(), hold.amount());
    record(session, hold, hold.amount().minor(), after, at);
  }

  /// Spends what [#reserve] took for the same `hold`: it will not come back, and nobody waits for
  /// the budget's row.
  public void settle(TenantSession session, Hold hold, Instant at) {
    ledger.settle(
        session, new Settlement(hold.budget(), hold.subAccount(), hold.gift(), hold.amount(), at));
  }

  private void record(
      TenantSession session, Hold hold, long toAvailable, Balance after, Instant at) {
    ledger.record(
        session,
        new LedgerEntry(
            hold.budget(),
            hold.subAccount(),
            Book.COMMITTED,
            Optional.of(hold.gift()),
            toAvailable,
            hold.amount().currency(),
            after,
            at));
  }
}
