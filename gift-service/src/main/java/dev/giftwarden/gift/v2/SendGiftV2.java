package dev.giftwarden.gift.v2;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.Required;
import dev.giftwarden.gift.gift.GiftOrder;
import dev.giftwarden.gift.gift.Timing;
import dev.giftwarden.gift.id.BudgetId;
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
    @JsonProperty(required = true) BudgetId budget,
    @JsonProperty(required = true) Money value,
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
        @Nullable Instant expiresAt) {

  public SendGiftV2 {
    Required.field("budget", budget);
    Required.field("value", value);
    if ((recipient == null) == (recipientData == null)) {
      throw new InvalidValue("either recipient or recipientData");
    }
  }

  public GiftOrder toOrder() {
    return new GiftOrder(
        budget,
        value,
        to(),
        Optional.ofNullable(message),
        new Timing(Optional.ofNullable(sendAt), Optional.ofNullable(expiresAt)));
  }

  private GiftOrder.To to() {
    if (recipientData != null) {
      return new GiftOrder.To.Somebody(recipientData);
    }
    if (recipient != null) {
      return new GiftOrder.To.Known(recipient);
    }
    throw new IllegalStateException("the constructor lets no such request be");
  }
}
