package dev.giftwarden.gift.campaign;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Worth;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import java.time.Instant;
import java.util.Optional;

/// What becomes different about a campaign; what is empty stays as it is.
///
/// @param closed whether nothing is sent for it from now on
public record CampaignChange(
    Optional<CampaignName> name,
    Optional<Worth> worth,
    Optional<CollectionId> collection,
    Optional<GiftMessage> message,
    Optional<Lifetime> lifetime,
    Optional<Boolean> closed) {

  /// Whether it says what gifts are worth or what can be chosen: anything else changes a campaign
  /// whose collection is retired too.
  boolean saysWhat() {
    return worth.isPresent() || collection.isPresent();
  }

  Campaign of(Campaign before, Instant at) {
    CampaignTerms terms = before.terms();
    return new Campaign(
        before.id(),
        before.subAccount(),
        before.budget(),
        before.currency(),
        new CampaignTerms(
            name.orElse(terms.name()),
            worth.or(terms::worth),
            collection.or(terms::collection),
            message.or(terms::message),
            lifetime.or(terms::lifetime)),
        before.createdAt(),
        closed
            .map(now -> now ? Optional.of(before.closedAt().orElse(at)) : Optional.<Instant>empty())
            .orElse(before.closedAt()));
  }

  CanonicalRequest describe(CampaignId id) {
    Optional<Money> value = worth.flatMap(Worth::value);
    Optional<BandId> band = worth.flatMap(Worth::band);
    var request = new CanonicalRequest("giftwarden/campaign-change/v1");
    request
        .text(id.value())
        .text(name.map(CampaignName::value))
        .number(value.map(Money::minor))
        .text(value.map(sum -> sum.currency().value()))
        .text(message.map(GiftMessage::value))
        .number(lifetime.map(one -> (long) one.days()))
        .text(closed.map(Object::toString));
    collection.ifPresent(other -> request.text("collection").text(other.value()));
    band.ifPresent(other -> request.text("band").text(other.value()));
    return request;
  }
}
