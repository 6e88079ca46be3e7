package dev.giftwarden.gift.v2;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.budget.Budget;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.money.Money;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A budget in version 2 of the API.
///
/// @param limit what it began with: what all its gifts together may hold
/// @param available what no gift holds
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "A budget")
public record BudgetV2(
    @Schema(implementation = BudgetId.class) String id,
    @Schema(implementation = SubAccountId.class, nullable = true) @Nullable String subAccount,
    Money limit,
    Left available,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String createdAt) {

  /// What [Money] cannot say: nothing.
  @RegisterForReflection(registerFullHierarchy = true)
  @Schema(name = "MoneyLeft", description = "What no gift holds, which may be nothing")
  public record Left(
      @Schema(minimum = "0", description = "Minor units of the currency", examples = "2500")
          long amount,
      @Schema(implementation = CurrencyCode.class) String currency) {}

  static BudgetV2 of(Budget budget) {
    return new BudgetV2(
        budget.id().value(),
        budget.subAccount().map(SubAccountId::value).orElse(null),
        budget.granted(),
        new Left(budget.available(), budget.granted().currency().value()),
        Rfc3339.text(budget.createdAt()));
  }
}
