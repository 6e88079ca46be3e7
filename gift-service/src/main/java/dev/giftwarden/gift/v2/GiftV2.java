package dev.giftwarden.gift.v2;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.gift.ShownGift;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.money.Money;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A gift in version 2 of the API.
///
/// @param message masked as the recipient is
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "A gift; who it is for and what was written is masked for most callers")
public record GiftV2(
    @Schema(implementation = GiftId.class) String id,
    @Schema(implementation = SubAccountId.class, nullable = true) @Nullable String subAccount,
    @Schema(implementation = BudgetId.class) String budget,
    Money value,
    ReferredRecipient recipient,
    @Schema(nullable = true, maxLength = 500) @Nullable String message,
    @Schema(enumeration = {"sent", "cancelled"}) String state,
    @Schema(description = "Every state so far, the first one first") List<StepV2> timeline) {

  static GiftV2 of(ShownGift shown) {
    Gift gift = shown.gift();
    return new GiftV2(
        gift.id().value(),
        gift.subAccount().map(SubAccountId::value).orElse(null),
        gift.budget().value(),
        gift.value(),
        shown
            .recipient()
            .<ReferredRecipient>map(RecipientV2::of)
            .orElseGet(() -> new ReferredRecipient.ById(gift.recipient().value())),
        shown.message().text(),
        gift.state().text(),
        StepV2.of(gift.timeline()));
  }

  @Override
  public String toString() {
    return "GiftV2[" + id + "]";
  }
}
