package dev.giftwarden.auth.client.money;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.InvalidValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The most that a key can spend, in one currency and no other: in each period, and on one gift.
///
/// @param amount in each `period`, all gifts together
/// @param perGift at most `amount`; null: `amount`
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "SpendLimitV1",
    description = "The most that a key can spend: in this currency and no other",
    examples =
        """
        {"amount": 50000, "currency": "USD", "period": "week", "perGift": 5000}
        """)
public record SpendLimit(
    @JsonProperty(required = true) MinorUnits amount,
    @JsonProperty(required = true) CurrencyCode currency,
    @JsonProperty(required = true) SpendPeriod period,
    @Schema(description = "On one gift; left out: as much as in a period")
        @Nullable MinorUnits perGift) {

  public SpendLimit {
    required("amount", amount);
    required("currency", currency);
    required("period", period);
    if (perGift != null && perGift.value() > amount.value()) {
      throw new InvalidValue("perGift is at most amount");
    }
  }

  /// The most that one gift can cost, in minor units.
  public long mostPerGift() {
    return perGift == null ? amount.value() : perGift.value();
  }

  /// Whether nothing can be spent under this that could not be spent under `other`, in any of its
  /// periods.
  public boolean isWithin(SpendLimit other) {
    return currency.equals(other.currency)
        && amount.value() <= other.amount.value()
        && mostPerGift() <= other.mostPerGift()
        && period.covers(other.period);
  }

  /// JSON can leave out what our types promise.
  private static void required(String name, @Nullable Object value) {
    if (value == null) {
      throw new InvalidValue(name + " is required");
    }
  }
}
