package dev.giftwarden.gift.campaign;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import java.util.Optional;

/// What is true of each gift of a campaign that does not say otherwise, and may be changed.
public record CampaignTerms(
    CampaignName name,
    Optional<Money> value,
    Optional<GiftMessage> message,
    Optional<Lifetime> lifetime) {

  CanonicalRequest describe(CanonicalRequest request) {
    return request
        .text(name.value())
        .number(value.map(Money::minor))
        .text(value.map(sum -> sum.currency().value()))
        .text(message.map(GiftMessage::value))
        .number(lifetime.map(one -> (long) one.days()));
  }
}
