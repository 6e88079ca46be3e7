package dev.giftwarden.gift.v2.campaign;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.campaign.Campaign;
import dev.giftwarden.gift.campaign.CampaignName;
import dev.giftwarden.gift.campaign.Lifetime;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A campaign in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "What gifts of one occasion have in common, unless one says otherwise")
public record CampaignV2(
    @Schema(implementation = CampaignId.class) String id,
    @Schema(implementation = SubAccountId.class, nullable = true) @Nullable String subAccount,
    @Schema(implementation = CampaignName.class) String name,
    @Schema(implementation = BudgetId.class) String budget,
    @Schema(implementation = CurrencyCode.class) String currency,
    @Schema(nullable = true) @Nullable Money value,
    @Schema(implementation = CollectionId.class, nullable = true) @Nullable String collection,
    @Schema(implementation = BandId.class, nullable = true) @Nullable String band,
    @Schema(nullable = true, maxLength = 500) @Nullable String message,
    @Schema(nullable = true, minimum = "1", maximum = "365", examples = "30")
        @Nullable Integer expiresAfterDays,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String createdAt,
    @Schema(
            format = "date-time",
            nullable = true,
            description = "Since when nothing is sent for it; null: it is open",
            examples = "2027-03-03T10:15:30.000Z")
        @Nullable String closedAt) {

  static CampaignV2 of(Campaign campaign) {
    var terms = campaign.terms();
    return new CampaignV2(
        campaign.id().value(),
        campaign.subAccount().map(SubAccountId::value).orElse(null),
        terms.name().value(),
        campaign.budget().value(),
        campaign.currency().value(),
        terms.value().orElse(null),
        terms.collection().map(CollectionId::value).orElse(null),
        terms.band().map(BandId::value).orElse(null),
        terms.message().map(GiftMessage::value).orElse(null),
        terms.lifetime().map(Lifetime::days).orElse(null),
        Rfc3339.text(campaign.createdAt()),
        campaign.closedAt().map(Rfc3339::text).orElse(null));
  }
}
