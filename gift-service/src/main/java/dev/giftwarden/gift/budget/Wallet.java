package dev.giftwarden.gift.budget;

import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.ledger.Balance;
import dev.giftwarden.gift.ledger.Book;
import dev.giftwarden.gift.ledger.LedgerEntry;
import dev.giftwarden.gift.ledger.LedgerTable;
import dev.giftwarden.gift.ledger.Settlement;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.money.Remainder;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  public Map<BudgetId, Budget> find(TenantSession session, Set<BudgetId> ids) {
    return ids.isEmpty() ? Map.of() : budgets.find(session, ids);
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
    return reserve(session, List.of(hold), at);
  }

  /// Reserves what all of `holds` say, by one statement for each budget; always in the order of
  /// their ids, so that nobody waits for each other.
  ///
  /// @return false if one of the budgets has less than that: nothing can come of the transaction,
  ///   unless there is one budget, of which nothing is written then
  public boolean reserve(TenantSession session, List<Hold> holds, Instant at) {
    var byBudget = new TreeMap<String, List<Hold>>();
    holds.forEach(
        hold -> byBudget.computeIfAbsent(hold.budget().value(), _ -> new ArrayList<>()).add(hold));
    return byBudget.values().stream().allMatch(some -> reserveOfOne(session, some, at));
  }

  private boolean reserveOfOne(TenantSession session, List<Hold> holds, Instant at) {
    Hold first = holds.getFirst();
    Optional<Money> sum = Money.sum(holds.stream().map(Hold::amount).toList());
    Optional<Balance> after =
        sum.flatMap(all -> budgets.reserve(session, first.budget(), all, holds.size()));
    after.ifPresent(last -> recordAll(session, holds, last, at));
    return after.isPresent();
  }

  /// As if each had been reserved by itself, one after the other.
  private void recordAll(TenantSession session, List<Hold> holds, Balance last, Instant at) {
    long behind = holds.stream().mapToLong(hold -> hold.amount().minor()).sum();
    List<LedgerEntry> entries = new ArrayList<>();
    for (int i = 0; i < holds.size(); i++) {
      Hold hold = holds.get(i);
      behind -= hold.amount().minor();
      var after = new Balance(last.version() - (holds.size() - 1 - i), last.available() + behind);
      entries.add(entry(hold, -hold.amount().minor(), after, at));
    }
    ledger.record(session, entries);
  }

  /// Gives back what [#reserve] took for a gift, all of it or what it does not cost.
  public void release(TenantSession session, Hold hold, Instant at) {
    Balance after = budgets.giveBack(session, hold.budget(), hold.amount());
    ledger.record(session, entry(hold, hold.amount().minor(), after, at));
  }

  /// Spends what [#reserve] took for a gift, or a part of it: it will not come back, and nobody
  /// waits for the budget's row.
  public void settle(TenantSession session, Hold hold, Instant at) {
    ledger.settle(
        session, new Settlement(hold.budget(), hold.subAccount(), hold.gift(), hold.amount(), at));
  }

  private static LedgerEntry entry(Hold hold, long toAvailable, Balance after, Instant at) {
    return new LedgerEntry(
        hold.budget(),
        hold.subAccount(),
        Book.COMMITTED,
        Optional.of(hold.gift()),
        toAvailable,
        hold.amount().currency(),
        after,
        at);
  }
}
