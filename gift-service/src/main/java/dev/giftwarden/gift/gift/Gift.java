package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.budget.Hold;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import java.time.Instant;
import java.util.Optional;

/// Money from a budget for a recipient. It belongs to the tenant that the budget belongs to.
///
/// @param cancelledAt present exactly when it is cancelled
public record Gift(
    GiftId id,
    Optional<SubAccountId> subAccount,
    BudgetId budget,
    RecipientId recipient,
    Money amount,
    Optional<GiftMessage> message,
    GiftState state,
    Instant sentAt,
    Optional<Instant> cancelledAt) {

  public Gift {
    if (cancelledAt.isPresent() != (state == GiftState.CANCELLED)) {
      throw new IllegalArgumentException("a cancelled gift has a time of that, and no other has");
    }
  }

  Hold hold() {
    return new Hold(budget, subAccount, id, amount);
  }
}
