package dev.giftwarden.gift.gift;

import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.money.Money;
import java.util.Optional;

/// What pays for a gift, and how much.
public sealed interface Source {
  /// A budget, by name.
  record OfBudget(BudgetId budget, Money value) implements Source {}

  /// The budget of a campaign.
  ///
  /// @param value empty: as the campaign has it
  record OfCampaign(CampaignId campaign, Optional<Money> value) implements Source {}
}
