package dev.giftwarden.gift.campaign;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Worth;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import java.util.Optional;

/// What is true of each gift of a campaign that does not say otherwise, and may be changed.
public record CampaignTerms(
    CampaignName name,
    Optional<Worth> worth,
    Optional<CollectionId> collection,
    Optional<GiftMessage> message,
    Optional<Lifetime> lifetime) {

  public Optional<Money> value() {
    return worth.flatMap(Worth::value);
  }

  public Optional<BandId> band() {
    return worth.flatMap(Worth::band);
  }

  /// What is not said adds nothing: so it was before there were collections.
  CanonicalRequest describe(CanonicalRequest request) {
    request
        .text(name.value())
        .number(value().map(Money::minor))
        .text(value().map(sum -> sum.currency().value()))
        .text(message.map(GiftMessage::value))
        .number(lifetime.map(one -> (long) one.days()));
    collection.ifPresent(id -> request.text("collection").text(id.value()));
    band().ifPresent(id -> request.text("band").text(id.value()));
    return request;
  }
}
