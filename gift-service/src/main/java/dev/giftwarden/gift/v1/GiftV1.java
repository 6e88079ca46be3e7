package dev.giftwarden.gift.v1;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.gift.ShownGift;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.recipient.ShownPerson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A gift in version 1 of the API.
///
/// @param amount minor units of `currency`
/// @param message masked together with the recipient
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "A gift; who it is for and what was written is masked for most callers")
public record GiftV1(
    @Schema(implementation = GiftId.class) String id,
    @Schema(implementation = SubAccountId.class, nullable = true) @Nullable String subAccount,
    @Schema(implementation = BudgetId.class) String budgetId,
    @Schema(implementation = MinorUnits.class) long amount,
    @Schema(implementation = CurrencyCode.class) String currency,
    @Schema(implementation = RecipientId.class) String recipientId,
    ShownPerson recipient,
    @Schema(nullable = true, maxLength = 500) @Nullable String message,
    @Schema(enumeration = {"sent", "cancelled"}) String status,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String sentAt,
    @Schema(format = "date-time", nullable = true) @Nullable String cancelledAt) {

  static GiftV1 of(ShownGift shown) {
    Gift gift = shown.gift();
    LifeV1 life = LifeV1.of(gift.timeline());
    return new GiftV1(
        gift.id().value(),
        gift.subAccount().map(SubAccountId::value).orElse(null),
        gift.budget().value(),
        gift.value().minor(),
        gift.value().currency().value(),
        gift.recipient().value(),
        shown.recipient().orElseThrow().person(),
        shown.message().text(),
        life.status(),
        life.sentAt(),
        life.cancelledAt());
  }

  @Override
  public String toString() {
    return "GiftV1[" + id + "]";
  }
}
