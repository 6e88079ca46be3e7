package dev.giftwarden.gift.gift;

import dev.giftwarden.gift.catalogue.Worth;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import java.util.Optional;

/// What pays for a gift, and how much.
public sealed interface Source {
  /// A budget, by name.
  record OfBudget(BudgetId budget, Worth worth) implements Source {}

  /// The budget of a campaign.
  ///
  /// @param worth empty: as the campaign has it
  record OfCampaign(CampaignId campaign, Optional<Worth> worth) implements Source {}
}
