package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.gift.gift.Drafts.Draft;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.spending.KeyLimits;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// What is left of budgets and of a key's limit as one gift after the other takes its part of what
/// was there when it was looked at: as if each had been sent by itself, the budget deciding before
/// the limit. A large one for which there is no room leaves it to smaller ones behind it.
final class Room {
  private final Map<BudgetId, Long> ofBudgets = new HashMap<>();
  private OptionalLong ofKey;

  /// @param ofKey empty: it has no limit
  Room(OptionalLong ofKey) {
    this.ofKey = ofKey;
  }

  Outcome<Draft> take(KeyLimits limits, Caller.Partner caller, Draft draft, Instant at) {
    var gift = draft.sent().gift();
    long value = gift.value().minor();
    long left = ofBudgets.getOrDefault(gift.budget(), draft.available());
    if (value > left) {
      return Outcome.refused(Reason.BUDGET_EXHAUSTED);
    }
    if (ofKey.isPresent() && value > ofKey.getAsLong()) {
      return limits.exceeded(caller, ofKey.getAsLong(), at);
    }
    ofBudgets.put(gift.budget(), left - value);
    ofKey = ofKey.isPresent() ? OptionalLong.of(ofKey.getAsLong() - value) : ofKey;
    return Outcome.done(draft);
  }
}
