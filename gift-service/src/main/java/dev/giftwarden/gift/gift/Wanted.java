package dev.giftwarden.gift.gift;

import dev.giftwarden.gift.campaign.Campaign;
import dev.giftwarden.gift.campaign.Lifetime;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Priced;
import dev.giftwarden.gift.catalogue.Selection;
import dev.giftwarden.gift.catalogue.Worth;
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
    Priced priced,
    GiftOrder.To to,
    Optional<GiftMessage> message,
    Duration lifetime,
    Optional<CampaignId> campaign) {

  Money value() {
    return priced.value();
  }

  Optional<Selection> selection() {
    return priced.selection();
  }

  /// Where it is not the budget's.
  Reason otherCurrency() {
    return selection().flatMap(Selection::band).isPresent()
        ? Reason.BAND_CURRENCY_DIFFERS
        : Reason.CURRENCY_DIFFERS;
  }

  static Outcome<Wanted> of(GiftOrder order, Drafts.Known known) {
    return switch (order.source()) {
      case Source.OfBudget(BudgetId budget, Worth worth) ->
          Priced.of(worth, order.collection(), known::collection)
              .map(priced ->
                  new Wanted(
                      budget,
                      priced,
                      order.to(),
                      order.message(),
                      Timing.LIFETIME,
                      Optional.empty()));
      case Source.OfCampaign(CampaignId id, Optional<Worth> worth) ->
          known
              .campaign(id)
              .map(found -> of(order, found, worth, known))
              .orElse(Outcome.refused(Reason.CAMPAIGN_UNKNOWN));
    };
  }

  private static Outcome<Wanted> of(
      GiftOrder order, Campaign campaign, Optional<Worth> own, Drafts.Known known) {
    if (campaign.closedAt().isPresent()) {
      return Outcome.refused(Reason.CAMPAIGN_CLOSED);
    }
    Optional<Worth> worth = own.or(() -> usual(order, campaign));
    if (worth.isEmpty()) {
      return Outcome.refused(Reason.VALUE_UNSAID);
    }
    Optional<CollectionId> collection = order.collection().or(campaign.terms()::collection);
    return Priced.of(worth.get(), collection, known::collection)
        .map(priced ->
            new Wanted(
                campaign.budget(),
                priced,
                order.to(),
                order.message().or(campaign.terms()::message),
                campaign.terms().lifetime().map(Lifetime::duration).orElse(Timing.LIFETIME),
                Optional.of(campaign.id())));
  }

  /// A band is one of the campaign's collection, and says nothing of another.
  private static Optional<Worth> usual(GiftOrder order, Campaign campaign) {
    Optional<CollectionId> own = campaign.terms().collection();
    boolean elsewhere = order.collection().isPresent() && !order.collection().equals(own);
    return campaign.terms().worth().filter(worth -> worth instanceof Worth.Amount || !elsewhere);
  }
}
