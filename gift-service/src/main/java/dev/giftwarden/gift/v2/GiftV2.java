package dev.giftwarden.gift.v2;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Purchase;
import dev.giftwarden.gift.catalogue.Selection;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.gift.ShownGift;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
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
    @Schema(implementation = GiftState.class) String state,
    @Schema(description = "Every state so far, the first one first") List<StepV2> timeline,
    @Schema(
            format = "date-time",
            nullable = true,
            description = "When it can be claimed no more; null: it was sent before gifts expired",
            examples = "2027-03-03T10:15:30.000Z")
        @Nullable String expiresAt,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            format = "date-time",
            description = "When it is to be sent; absent: it was at once",
            examples = "2027-02-14T08:00:00.000Z")
        @Nullable String sendAt,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            implementation = CampaignId.class,
            description = "What it was sent for, if anything")
        @Nullable String campaign,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            implementation = CollectionId.class,
            description = "What its recipient chooses from, if anything")
        @Nullable String collection,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            implementation = BandId.class,
            description = "The band by which it was sent, if it was by one")
        @Nullable String band,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ChosenV2 product,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description =
                "What the product cost when it was chosen; the rest of the value went back. Absent: "
                    + "nothing was chosen")
        @Nullable Money cost) {

  public static GiftV2 of(ShownGift shown) {
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
        StepV2.of(gift.timeline()),
        gift.expiresAt().map(Rfc3339::text).orElse(null),
        gift.sendAt().map(Rfc3339::text).orElse(null),
        gift.campaign().map(CampaignId::value).orElse(null),
        gift.selection().map(chosen -> chosen.collection().value()).orElse(null),
        gift.selection().flatMap(Selection::band).map(BandId::value).orElse(null),
        gift.purchase().map(ChosenV2::of).orElse(null),
        gift.purchase().map(Purchase::cost).orElse(null));
  }

  @Override
  public String toString() {
    return "GiftV2[" + id + "]";
  }
}
