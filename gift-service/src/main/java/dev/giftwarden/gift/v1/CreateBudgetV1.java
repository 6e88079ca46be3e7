package dev.giftwarden.gift.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.edge.text.Required;
import dev.giftwarden.gift.money.Money;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A budget to open, in version 1 of the API.
///
/// @param subAccount may be left out by a caller that has the whole account (the budget is then the
///   account's own) or exactly one sub-account
@Schema(description = "A budget to open", examples = "{\"amount\": 100000, \"currency\": \"EUR\"}")
public record CreateBudgetV1(
    @JsonProperty(required = true) MinorUnits amount,
    @JsonProperty(required = true) CurrencyCode currency,
    @Nullable SubAccountId subAccount) {

  public CreateBudgetV1 {
    Required.field("amount", amount);
    Required.field("currency", currency);
  }

  Money granted() {
    return new Money(amount, currency);
  }
}
