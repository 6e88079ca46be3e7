package dev.giftwarden.gift.budget;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.money.Money;
import java.time.Instant;
import java.util.Optional;

/// A wallet that gifts are paid from.
///
/// @param available minor units of the currency of `granted` that no gift holds, 0 to all of it
public record Budget(
    BudgetId id,
    Optional<SubAccountId> subAccount,
    Money granted,
    long available,
    Instant createdAt) {}
