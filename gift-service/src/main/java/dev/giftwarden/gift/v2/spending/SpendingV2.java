package dev.giftwarden.gift.v2.spending;

import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.money.Remainder;
import dev.giftwarden.gift.spending.Spendable;
import dev.giftwarden.gift.v2.BudgetV2;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What could be spent, in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "What could be spent at a moment")
public record SpendingV2(
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String at,
    @Schema(description = "In the budgets that are reached, by currency", maxItems = 200)
        List<BudgetV2.Left> available,
    @Schema(nullable = true) @Nullable Spent spent,
    @Schema(description = "All gifts together come to this and no unit more", maxItems = 200)
        List<BudgetV2.Left> spendable) {

  @RegisterForReflection(registerFullHierarchy = true)
  @Schema(
      name = "SpentV2",
      description = "What was spent of the limit in the period that runs; null: none was named")
  public record Spent(
      @Schema(minimum = "0", description = "Minor units of the currency", examples = "3700")
          long amount,
      @Schema(implementation = CurrencyCode.class) String currency,
      @Schema(format = "date-time", examples = "2026-11-30T00:00:00.000Z") String since,
      @Schema(
              format = "date-time",
              nullable = true,
              description = "Null: never again",
              examples = "2026-12-07T00:00:00.000Z")
          @Nullable String until) {}

  static SpendingV2 of(Spendable found) {
    return new SpendingV2(
        Rfc3339.text(found.at()),
        left(found.available()),
        found.spent().map(SpendingV2::spent).orElse(null),
        left(found.most()));
  }

  private static Spent spent(Spendable.Spent spent) {
    return new Spent(
        spent.sum().minor(),
        spent.sum().currency().value(),
        Rfc3339.text(spent.since()),
        spent.until().map(Rfc3339::text).orElse(null));
  }

  private static List<BudgetV2.Left> left(List<Remainder> sums) {
    return sums.stream()
        .map(sum -> new BudgetV2.Left(sum.minor(), sum.currency().value()))
        .toList();
  }
}
