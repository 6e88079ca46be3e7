package dev.giftwarden.gift.spending;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.Spending;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.budget.Wallet;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What a key could spend now: asked before it is handed out, and in the first hour after it was
/// stolen. Never more than the caller itself reaches is counted.
@Singleton
public class Spendings {
  private static final String ACTION = "spending.read";

  private final Tenant tenant;
  private final Wallet wallet;
  private final SpendingTable table;
  private final GiftAudit audit;
  private final InstantSource clock;

  Spendings(
      Tenant tenant, Wallet wallet, SpendingTable table, GiftAudit audit, InstantSource clock) {
    this.tenant = tenant;
    this.wallet = wallet;
    this.table = table;
    this.audit = audit;
    this.clock = clock;
  }

  public Outcome<Spendable> of(Caller.Partner caller, SpendingQuestion question) {
    String target = question.root().map(root -> "key:" + root.value()).orElse("");
    if (question.root().filter(root -> !sees(caller, root)).isPresent()) {
      return audit.concluded(caller, ACTION, target, Outcome.refused(Reason.SPENDING_OF_ANOTHER));
    }
    Instant now = clock.instant();
    Spendable found =
        tenant.look(
            question.within(TenantScope.of(caller)), session -> find(session, question, now));
    audit.read(caller, ACTION, target);
    return Outcome.done(found);
  }

  /// How far a key reaches, auth knows and we do not: what others have spent is for whoever has the
  /// whole account.
  private static boolean sees(Caller.Partner caller, KeyId root) {
    return caller.subAccounts().isEmpty()
        || caller.spending().map(Spending::root).equals(Optional.of(root));
  }

  private Spendable find(TenantSession session, SpendingQuestion question, Instant now) {
    var available = wallet.available(session);
    return question
        .limit()
        .map(limit -> Spendable.of(now, available, limit, spent(session, question, limit, now)))
        .orElseGet(() -> Spendable.of(now, available));
  }

  private long spent(
      TenantSession session, SpendingQuestion question, SpendLimit limit, Instant now) {
    return question
        .root()
        .map(root -> Charge.of(new Spending(root, limit), now))
        .map(charge -> table.spent(session, charge, limit.currency()))
        .orElse(0L);
  }
}
