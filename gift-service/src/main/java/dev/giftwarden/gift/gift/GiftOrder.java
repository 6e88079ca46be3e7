package dev.giftwarden.gift.gift;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Worth;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.person.PersonalData;
import java.util.Optional;

/// What a caller wants sent.
///
/// @param collection from which whoever gets it chooses; empty: as its campaign has it, if anything
public record GiftOrder(
    Source source,
    Optional<CollectionId> collection,
    To to,
    Optional<GiftMessage> message,
    Timing timing) {

  /// Money, at once, and as long as usual.
  public GiftOrder(BudgetId budget, Money value, To to, Optional<GiftMessage> message) {
    this(
        new Source.OfBudget(budget, new Worth.Amount(value)),
        Optional.empty(),
        to,
        message,
        Timing.USUAL);
  }

  /// For whom.
  public sealed interface To {
    /// Somebody whom we know.
    record Known(RecipientId id) implements To {}

    /// Somebody new, who becomes a recipient where the budget is.
    record Somebody(PersonalData person) implements To {}
  }

  /// The recipient, if it is one whom we know.
  Optional<RecipientId> known() {
    return to instanceof To.Known(RecipientId id) ? Optional.of(id) : Optional.empty();
  }

  /// The budget, if it is named.
  Optional<BudgetId> budget() {
    return source instanceof Source.OfBudget(BudgetId id, _) ? Optional.of(id) : Optional.empty();
  }

  Optional<CampaignId> campaign() {
    return source instanceof Source.OfCampaign(CampaignId id, _)
        ? Optional.of(id)
        : Optional.empty();
  }

  public CanonicalRequest canonical() {
    CanonicalRequest request = paidBy();
    request.text(message.map(GiftMessage::value));
    switch (to) {
      case To.Known(RecipientId id) -> request.text("known").text(id.value());
      case To.Somebody(PersonalData person) -> person.describe(request.text("somebody"));
    }
    timing.describe(request);
    collection.ifPresent(id -> request.text("collection").text(id.value()));
    return request;
  }

  private CanonicalRequest paidBy() {
    return switch (source) {
      case Source.OfBudget(BudgetId budget, Worth.Amount(Money value)) ->
          new CanonicalRequest("giftwarden/gift-send/v1")
              .text(budget.value())
              .number(value.minor())
              .text(value.currency().value());
      case Source.OfBudget(BudgetId budget, Worth.OfBand(BandId band)) ->
          new CanonicalRequest("giftwarden/gift-send-band/v1")
              .text(budget.value())
              .text(band.value());
      case Source.OfCampaign(CampaignId campaign, Optional<Worth> worth) -> {
        Optional<BandId> band = worth.flatMap(Worth::band);
        Optional<Money> value = worth.flatMap(Worth::value);
        yield band.isPresent()
            ? new CanonicalRequest("giftwarden/gift-send-campaign-band/v1")
                .text(campaign.value())
                .text(band.get().value())
            : new CanonicalRequest("giftwarden/gift-send-campaign/v1")
                .text(campaign.value())
                .number(value.map(Money::minor))
                .text(value.map(sum -> sum.currency().value()));
      }
    };
  }
}
