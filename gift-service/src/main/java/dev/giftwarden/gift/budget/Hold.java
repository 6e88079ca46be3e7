package dev.giftwarden.gift.budget;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.money.Money;
import java.util.Optional;

/// What a gift takes out of a budget as long as it is not cancelled.
///
/// @param subAccount of the budget and of the gift
public record Hold(BudgetId budget, Optional<SubAccountId> subAccount, GiftId gift, Money amount) {}
