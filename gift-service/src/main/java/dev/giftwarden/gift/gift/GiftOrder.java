package dev.giftwarden.gift.gift;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.person.PersonalData;
import java.util.Optional;

/// What a caller wants sent.
public record GiftOrder(Source source, To to, Optional<GiftMessage> message, Timing timing) {

  /// At once, and as long as usual.
  public GiftOrder(BudgetId budget, Money value, To to, Optional<GiftMessage> message) {
    this(new Source.OfBudget(budget, value), to, message, Timing.USUAL);
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
    CanonicalRequest request =
        switch (source) {
          case Source.OfBudget(BudgetId budget, Money value) ->
              new CanonicalRequest("giftwarden/gift-send/v1")
                  .text(budget.value())
                  .number(value.minor())
                  .text(value.currency().value());
          case Source.OfCampaign(CampaignId campaign, Optional<Money> value) ->
              new CanonicalRequest("giftwarden/gift-send-campaign/v1")
                  .text(campaign.value())
                  .number(value.map(Money::minor))
                  .text(value.map(sum -> sum.currency().value()));
        };
    request.text(message.map(GiftMessage::value));
    switch (to) {
      case To.Known(RecipientId id) -> request.text("known").text(id.value());
      case To.Somebody(PersonalData person) -> person.describe(request.text("somebody"));
    }
    timing.describe(request);
    return request;
  }
}
