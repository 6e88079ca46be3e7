package dev.giftwarden.gift.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.edge.text.Required;
import dev.giftwarden.gift.gift.GiftOrder;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.person.PersonalData;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A gift to send, in version 1 of the API.
///
/// The document says in words alone that it is one of `recipient` and `recipientId`: `oneOf` two
/// lists of what is required would forbid a null, which we take for nothing, and oapi-codegen makes
/// an untyped union of it beside the fields.
///
/// @param recipient somebody new; this or `recipientId`
@Schema(
    description =
        "A gift to send, to somebody new (`recipient`) or known (`recipientId`): exactly one",
    examples =
        """
        {"budgetId": "bud_2bGcS1v0Zk8JqXy4TnR7Wd", "amount": 2500, "currency": "EUR",
         "recipient": {"name": "Ada Lovelace", "email": "ada@lovelace.example"},
         "message": "Thank you for the engine."}
        """)
public record SendGiftV1(
    @JsonProperty(required = true) BudgetId budgetId,
    @JsonProperty(required = true) MinorUnits amount,
    @JsonProperty(required = true) CurrencyCode currency,
    @Nullable PersonalData recipient,
    @Nullable RecipientId recipientId,
    @Nullable GiftMessage message) {

  public SendGiftV1 {
    Required.field("budgetId", budgetId);
    Required.field("amount", amount);
    Required.field("currency", currency);
    if ((recipient == null) == (recipientId == null)) {
      throw new InvalidValue("either recipient or recipientId");
    }
  }

  GiftOrder toOrder() {
    return new GiftOrder(budgetId, new Money(amount, currency), to(), Optional.ofNullable(message));
  }

  private GiftOrder.To to() {
    if (recipient != null) {
      return new GiftOrder.To.Somebody(recipient);
    }
    if (recipientId != null) {
      return new GiftOrder.To.Known(recipientId);
    }
    throw new IllegalStateException("the constructor lets no such request be");
  }
}
