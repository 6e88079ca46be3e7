package dev.giftwarden.gift.recipient;

import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.sealing.DataKey;
import java.time.Instant;
import java.util.Optional;

/// Who a recipient is, as far as it is still known.
public sealed interface Identity {

  /// @param key under which all of it is stored; empty: it is from before there were keys, and
  ///   waits to be sealed
  record Known(PersonalData person, Optional<DataKey> key) implements Identity {}

  /// The key is gone, and with it who it was.
  record Erased(Instant at) implements Identity {}
}
