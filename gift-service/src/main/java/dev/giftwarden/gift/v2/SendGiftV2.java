package dev.giftwarden.gift.v2;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Worth;
import dev.giftwarden.gift.gift.GiftOrder;
import dev.giftwarden.gift.gift.Source;
import dev.giftwarden.gift.gift.Timing;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.person.PersonalData;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A gift to send, in version 2 of the API.
///
/// @param recipient somebody known; this or `recipientData`
@Schema(
    description =
        "A gift to send, to somebody known (`recipient`) or new (`recipientData`): one of both",
    examples =
        """
        {"budget": "bud_2bGcS1v0Zk8JqXy4TnR7Wd", "value": {"amount": 2500, "currency": "EUR"},
         "recipientData": {"name": "Ada Lovelace", "email": "ada@lovelace.example"},
         "message": "Thank you for the engine."}
        """)
public record SendGiftV2(
    @Schema(description = "What pays for it; this or `campaign`") @Nullable BudgetId budget,
    @Schema(description = "What it is worth; may be left out where the campaign says it")
        @Nullable Money value,
    @Nullable RecipientId recipient,
    @Nullable PersonalData recipientData,
    @Nullable GiftMessage message,
    @Schema(
            description = "When to send it: to come, within 365 days; at once, if it is left out",
            examples = "2027-02-14T08:00:00Z")
        @Nullable Instant sendAt,
    @Schema(
            description =
                "Until when it can be claimed: 1 to 365 days after it is sent; 90, if it is left out",
            examples = "2027-03-03T10:15:30Z")
        @Nullable Instant expiresAt,
    @Schema(description = "What it is sent for: its budget pays, and it says what is left out here")
        @Nullable CampaignId campaign,
    @Schema(description = "What its recipient chooses from; money is all that it is without one")
        @Nullable CollectionId collection,
    @Schema(description = "What it is worth, as a band of the collection, in place of `value`")
        @Nullable BandId band) {

  public SendGiftV2 {
    if (campaign != null && budget != null) {
      throw new InvalidValue("either budget or campaign");
    }
  }

  /// @throws InvalidParameter that names what is missing where no campaign says it
  /// @throws InvalidValue if it is for nobody, or for two
  public GiftOrder toOrder() {
    return new GiftOrder(
        source(),
        Optional.ofNullable(collection),
        to(),
        Optional.ofNullable(message),
        new Timing(Optional.ofNullable(sendAt), Optional.ofNullable(expiresAt)));
  }

  private Source source() {
    if (band != null && value != null) {
      throw new InvalidParameter("band", "either value or band");
    }
    Optional<Worth> worth = Worth.of(Optional.ofNullable(value), Optional.ofNullable(band));
    if (campaign != null) {
      return new Source.OfCampaign(campaign, worth);
    }
    if (band != null && collection == null) {
      throw new InvalidParameter("collection", "the collection that the band is of");
    }
    if (budget != null && worth.isPresent()) {
      return new Source.OfBudget(budget, worth.get());
    }
    throw new InvalidParameter(
        budget == null ? "budget" : "value", "does not have the documented form");
  }

  private GiftOrder.To to() {
    if (recipientData != null && recipient == null) {
      return new GiftOrder.To.Somebody(recipientData);
    }
    if (recipient != null && recipientData == null) {
      return new GiftOrder.To.Known(recipient);
    }
    throw new InvalidValue("either recipient or recipientData");
  }
}
