package dev.giftwarden.gift.budget;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/// Opening budgets and looking at them. Money moves in [Wallet].
@Singleton
public class Budgets {

  private final Tenant tenant;
  private final BudgetTable budgets;
  private final Wallet wallet;
  private final Idempotency idempotency;
  private final GiftAudit audit;
  private final RandomIds ids;
  private final InstantSource clock;

  Budgets(
      Tenant tenant,
      BudgetTable budgets,
      Wallet wallet,
      Idempotency idempotency,
      GiftAudit audit,
      RandomIds ids,
      InstantSource clock) {
    this.tenant = tenant;
    this.budgets = budgets;
    this.wallet = wallet;
    this.idempotency = idempotency;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  public Outcome<Budget> create(
      Caller.Partner caller,
      Money granted,
      Optional<SubAccountId> subAccount,
      Optional<IdempotencyKey> key) {
    return audit.concluded(
        caller,
        "budget.create",
        "",
        TenantScope.of(caller)
            .place(subAccount)
            .then(place -> create(caller, newBudget(granted, place), key)));
  }

  private Budget newBudget(Money granted, Optional<SubAccountId> subAccount) {
    return new Budget(BudgetId.next(ids), subAccount, granted, granted.minor(), clock.instant());
  }

  private Outcome<Budget> create(
      Caller.Partner caller, Budget budget, Optional<IdempotencyKey> key) {
    var request =
        new CanonicalRequest("giftwarden/budget-create/v1")
            .text(budget.subAccount().map(SubAccountId::value))
            .number(budget.granted().minor())
            .text(budget.granted().currency().value());
    return idempotency.once(
        caller,
        new Attempt(key, request, budget.id().value(), budget.createdAt()),
        session -> Outcome.done(open(session, caller, budget)),
        (session, target) -> budgets.find(session, new BudgetId(target)));
  }

  private Budget open(TenantSession session, Caller.Partner caller, Budget budget) {
    wallet.open(session, budget);
    audit.done(session, caller, "budget.create", budget.id().value(), budget.subAccount());
    return budget;
  }

  public Outcome<Budget> find(Caller.Partner caller, String id) {
    Optional<BudgetId> known = BudgetId.parse(id);
    Optional<Budget> found =
        known.flatMap(wanted ->
            tenant.look(TenantScope.of(caller), session -> budgets.find(session, wanted)));
    return audit.looked(caller, "budget.read", known.map(BudgetId::value).orElse(""), found);
  }

  public Page<Budget> list(Caller.Partner caller, PageRequest page) {
    Page<Budget> found =
        tenant.look(TenantScope.of(caller), session -> budgets.list(session, page));
    audit.read(caller, "budget.list", "");
    return found;
  }
}
