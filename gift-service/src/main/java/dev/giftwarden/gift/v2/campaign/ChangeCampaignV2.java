package dev.giftwarden.gift.v2.campaign;

import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.gift.campaign.CampaignChange;
import dev.giftwarden.gift.campaign.CampaignName;
import dev.giftwarden.gift.campaign.Lifetime;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Worth;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is to be different about a campaign, in version 2 of the API.
@Schema(
    description = "What is to be different about a campaign; what is left out stays as it is",
    examples = "{\"name\": \"Summer thanks\", \"closed\": true}")
public record ChangeCampaignV2(
    @Nullable CampaignName name,
    @Nullable Money value,
    @Nullable CollectionId collection,
    @Schema(description = "In place of `value`") @Nullable BandId band,
    @Nullable GiftMessage message,
    @Nullable Lifetime expiresAfterDays,
    @Schema(description = "Whether nothing is sent for it from now on") @Nullable Boolean closed) {

  /// @throws InvalidParameter if it says twice what gifts are worth
  CampaignChange change() {
    if (value != null && band != null) {
      throw new InvalidParameter("band", "either value or band");
    }
    return new CampaignChange(
        Optional.ofNullable(name),
        Worth.of(Optional.ofNullable(value), Optional.ofNullable(band)),
        Optional.ofNullable(collection),
        Optional.ofNullable(message),
        Optional.ofNullable(expiresAfterDays),
        Optional.ofNullable(closed));
  }
}
