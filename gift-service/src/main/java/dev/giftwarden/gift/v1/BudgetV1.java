package dev.giftwarden.gift.v1;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.budget.Budget;
import dev.giftwarden.gift.id.BudgetId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A budget in version 1 of the API.
///
/// @param amount minor units of `currency` that it began with
/// @param available what no gift holds
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "A budget")
public record BudgetV1(
    @Schema(implementation = BudgetId.class) String id,
    @Schema(implementation = SubAccountId.class, nullable = true) @Nullable String subAccount,
    @Schema(implementation = MinorUnits.class) long amount,
    @Schema(minimum = "0", description = "What no gift holds, in minor units") long available,
    @Schema(implementation = CurrencyCode.class) String currency,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String createdAt) {

  static BudgetV1 of(Budget budget) {
    return new BudgetV1(
        budget.id().value(),
        budget.subAccount().map(SubAccountId::value).orElse(null),
        budget.granted().minor(),
        budget.available(),
        budget.granted().currency().value(),
        Rfc3339.text(budget.createdAt()));
  }
}
