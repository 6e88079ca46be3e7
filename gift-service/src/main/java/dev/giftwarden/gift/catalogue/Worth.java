package dev.giftwarden.gift.catalogue;

import dev.giftwarden.gift.money.Money;
import java.util.Optional;

/// What a gift is to be worth: an amount, or a band of its collection by name.
public sealed interface Worth {
  record Amount(Money sum) implements Worth {}

  record OfBand(BandId name) implements Worth {}

  /// One of both, or neither.
  static Optional<Worth> of(Optional<Money> value, Optional<BandId> band) {
    return band.<Worth>map(OfBand::new).or(() -> value.map(Amount::new));
  }

  default Optional<Money> value() {
    return this instanceof Amount(Money sum) ? Optional.of(sum) : Optional.empty();
  }

  default Optional<BandId> band() {
    return this instanceof OfBand(BandId name) ? Optional.of(name) : Optional.empty();
  }
}
