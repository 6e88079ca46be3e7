package dev.giftwarden.gift.claim;

import dev.giftwarden.gift.catalogue.Product;
import dev.giftwarden.gift.gift.Gift;
import java.util.List;

/// What somebody with a link gets to see.
sealed interface Face {

  /// A gift that waits to be claimed. To whoever claims it: what was chosen is not to be had.
  ///
  /// @param choices what can be had for it; none as well where there is nothing to choose
  record Waiting(Gift gift, List<Product> choices) implements Face {
    public Waiting {
      choices = List.copyOf(choices);
    }
  }

  /// What became of it: claimed, on its way, there, or declined.
  record Status(Gift gift) implements Face {}

  /// No such link, or a gift that was cancelled or has expired: all of these look the same.
  record Nothing() implements Face {}

  /// Too many links that are none came from where this one comes from.
  record TooMany() implements Face {}

  /// Not now: the recipient is from before there were keys, and will be sealed within minutes.
  record Later() implements Face {}
}
