package dev.giftwarden.gift.budget;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.Rfc3339;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// A budget in version 1 of the API.
///
/// @param amount minor units of `currency` that it began with
/// @param available what no gift holds
@RegisterForReflection(registerFullHierarchy = true)
public record BudgetV1(
    String id,
    @Nullable String subAccount,
    long amount,
    long available,
    String currency,
    String createdAt) {

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
