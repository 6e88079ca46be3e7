package dev.giftwarden.gift.v2;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.Required;
import dev.giftwarden.gift.money.Money;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A budget to open, in version 2 of the API.
///
/// @param subAccount may be left out by a caller that has the whole account (the budget is then the
///   account's own) or exactly one sub-account
@Schema(
    description = "A budget to open",
    examples = "{\"limit\": {\"amount\": 100000, \"currency\": \"EUR\"}}")
public record CreateBudgetV2(
    @JsonProperty(required = true) Money limit, @Nullable SubAccountId subAccount) {

  public CreateBudgetV2 {
    Required.field("limit", limit);
  }
}
