package dev.giftwarden.gift.ledger;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.money.Money;
import java.time.Instant;
import java.util.Optional;

/// One movement of what a gift holds to what it has cost. What its budget has available stays.
///
/// @param subAccount of the budget
public record Settlement(
    BudgetId budget, Optional<SubAccountId> subAccount, GiftId gift, Money amount, Instant at) {}
