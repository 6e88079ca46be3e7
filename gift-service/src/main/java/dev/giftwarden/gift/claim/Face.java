package dev.giftwarden.gift.claim;

import dev.giftwarden.gift.gift.Gift;

/// What somebody with a link gets to see.
sealed interface Face {

  /// A gift that waits to be claimed.
  record Waiting(Gift gift) implements Face {}

  /// What became of it: claimed, on its way, there, or declined.
  record Status(Gift gift) implements Face {}

  /// No such link, or a gift that was cancelled or has expired: all of these look the same.
  record Nothing() implements Face {}

  /// Too many links that are none came from where this one comes from.
  record TooMany() implements Face {}

  /// Not now: the recipient is from before there were keys, and will be sealed within minutes.
  record Later() implements Face {}
}
