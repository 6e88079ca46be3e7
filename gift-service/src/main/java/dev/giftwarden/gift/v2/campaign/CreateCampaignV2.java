package dev.giftwarden.gift.v2.campaign;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.text.Required;
import dev.giftwarden.gift.campaign.CampaignName;
import dev.giftwarden.gift.campaign.CampaignTerms;
import dev.giftwarden.gift.campaign.Lifetime;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Worth;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A campaign to open, in version 2 of the API.
@Schema(
    description = "A campaign to open, where its budget is",
    examples =
        """
        {"name": "Spring thanks", "budget": "bud_2bGcS1v0Zk8JqXy4TnR7Wd",
         "value": {"amount": 2500, "currency": "EUR"}, "message": "Thank you.",
         "expiresAfterDays": 30}
        """)
public record CreateCampaignV2(
    @JsonProperty(required = true) CampaignName name,
    @JsonProperty(required = true) BudgetId budget,
    @Nullable Money value,
    @Schema(description = "What recipients choose from") @Nullable CollectionId collection,
    @Schema(description = "What each is worth, as a band of the collection, in place of `value`")
        @Nullable BandId band,
    @Nullable GiftMessage message,
    @Nullable Lifetime expiresAfterDays) {

  public CreateCampaignV2 {
    Required.field("name", name);
    Required.field("budget", budget);
  }

  /// @throws InvalidParameter if it says twice what gifts are worth, or a band of nothing
  CampaignTerms terms() {
    if (band != null && (value != null || collection == null)) {
      throw new InvalidParameter(
          value == null ? "collection" : "band",
          value == null ? "the collection that the band is of" : "either value or band");
    }
    return new CampaignTerms(
        name,
        Worth.of(Optional.ofNullable(value), Optional.ofNullable(band)),
        Optional.ofNullable(collection),
        Optional.ofNullable(message),
        Optional.ofNullable(expiresAfterDays));
  }
}
