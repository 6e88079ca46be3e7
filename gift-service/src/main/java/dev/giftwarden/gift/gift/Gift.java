package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.budget.Hold;
import dev.giftwarden.gift.catalogue.Purchase;
import dev.giftwarden.gift.catalogue.Selection;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.spending.Charge;
import java.time.Instant;
import java.util.Optional;

/// Money from a budget for a recipient. It belongs to the tenant that the budget belongs to.
///
/// @param sendAt when it is to be sent; empty: it was at once
/// @param expiresAt when it can be claimed no more; empty: never, as it was sent before gifts
///   expired
/// @param campaign what it was sent for; empty: nothing that has a name
/// @param charge what it took from its sender's limit; empty: the key had none
/// @param selection what it lets its recipient choose from; empty: nothing, it is spent whole
/// @param purchase what was chosen; empty: nothing yet, or there is nothing to choose
public record Gift(
    GiftId id,
    Optional<SubAccountId> subAccount,
    BudgetId budget,
    RecipientId recipient,
    Money value,
    Timeline timeline,
    Optional<Instant> sendAt,
    Optional<Instant> expiresAt,
    Optional<Charge> charge,
    Optional<CampaignId> campaign,
    Optional<Selection> selection,
    Optional<Purchase> purchase) {

  public GiftState state() {
    return timeline.state();
  }

  /// Whether it came to nothing, or does as soon as somebody looks: its time is over.
  public boolean isOver(Instant now) {
    boolean waits = state().mayBecome(GiftState.EXPIRED);
    return state().isOff() || waits && expiresAt.filter(end -> !now.isBefore(end)).isPresent();
  }

  Hold hold() {
    return hold(value);
  }

  private Hold hold(Money part) {
    return new Hold(budget, subAccount, id, part);
  }

  /// What is spent of it when it is claimed.
  Hold cost() {
    return hold(purchase.map(Purchase::cost).orElse(value));
  }

  /// What it does not cost of what it held; empty: nothing is left.
  Optional<Hold> rest() {
    return value.less(cost().amount()).map(this::hold);
  }
}
