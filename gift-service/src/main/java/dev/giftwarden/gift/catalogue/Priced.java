package dev.giftwarden.gift.catalogue;

import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import java.util.Optional;
import java.util.function.Function;

/// What a gift holds, and what can be chosen for it.
///
/// @param selection empty: nothing, it is money
public record Priced(Money value, Optional<Selection> selection) {

  /// @param known what is there
  public static Outcome<Priced> of(
      Worth worth,
      Optional<CollectionId> collection,
      Function<CollectionId, Optional<Collection>> known) {
    if (collection.isEmpty()) {
      return worth
          .value()
          .map(value -> Outcome.done(new Priced(value, Optional.empty())))
          .orElse(Outcome.refused(Reason.COLLECTION_UNSAID));
    }
    return offered(collection.get(), known).then(found -> of(worth, found));
  }

  /// A collection that can be sent.
  public static Outcome<Collection> offered(
      CollectionId id, Function<CollectionId, Optional<Collection>> known) {
    Optional<Collection> found = known.apply(id);
    if (found.isEmpty()) {
      return Outcome.refused(Reason.COLLECTION_UNKNOWN);
    }
    return found.get().shelf() == Shelf.RETIRED
        ? Outcome.refused(Reason.COLLECTION_RETIRED)
        : Outcome.done(found.get());
  }

  private static Outcome<Priced> of(Worth worth, Collection collection) {
    return value(worth, collection)
        .then(value ->
            collection.choices(value).isEmpty()
                ? Outcome.refused(Reason.NOTHING_TO_CHOOSE)
                : Outcome.done(
                    new Priced(value, Optional.of(new Selection(collection.id(), worth.band())))));
  }

  private static Outcome<Money> value(Worth worth, Collection collection) {
    return switch (worth) {
      case Worth.Amount(Money sum) -> Outcome.done(sum);
      case Worth.OfBand(BandId name) ->
          collection
              .band(name)
              .map(band -> Outcome.done(band.most()))
              .orElse(Outcome.refused(Reason.BAND_UNKNOWN));
    };
  }
}
