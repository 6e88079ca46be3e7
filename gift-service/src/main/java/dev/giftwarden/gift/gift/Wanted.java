package dev.giftwarden.gift.gift;

import dev.giftwarden.gift.campaign.Campaign;
import dev.giftwarden.gift.campaign.Lifetime;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.person.GiftMessage;
import java.time.Duration;
import java.util.Optional;

/// An order with what its campaign says wherever the order does not.
record Wanted(
    BudgetId budget,
    Money value,
    GiftOrder.To to,
    Optional<GiftMessage> message,
    Duration lifetime,
    Optional<CampaignId> campaign) {

  static Outcome<Wanted> of(GiftOrder order, Drafts.Known known) {
    return switch (order.source()) {
      case Source.OfBudget(BudgetId budget, Money value) ->
          Outcome.done(
              new Wanted(
                  budget, value, order.to(), order.message(), Timing.LIFETIME, Optional.empty()));
      case Source.OfCampaign(CampaignId id, Optional<Money> value) ->
          known
              .campaign(id)
              .map(found -> of(order, found, value))
              .orElse(Outcome.refused(Reason.CAMPAIGN_UNKNOWN));
    };
  }

  private static Outcome<Wanted> of(GiftOrder order, Campaign campaign, Optional<Money> own) {
    if (campaign.closedAt().isPresent()) {
      return Outcome.refused(Reason.CAMPAIGN_CLOSED);
    }
    Optional<Money> value = own.or(campaign.terms()::value);
    if (value.isEmpty()) {
      return Outcome.refused(Reason.VALUE_UNSAID);
    }
    return Outcome.done(
        new Wanted(
            campaign.budget(),
            value.get(),
            order.to(),
            order.message().or(campaign.terms()::message),
            campaign.terms().lifetime().map(Lifetime::duration).orElse(Timing.LIFETIME),
            Optional.of(campaign.id())));
  }
}
