package dev.giftwarden.auth.client.trust;

import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import java.util.ArrayList;
import java.util.List;

/// A snapshot of which some parts have come. It is in force when it is whole.
final class ArrivingSnapshot {
  private final long number;
  private final List<SigningKey> keys = new ArrayList<>();
  private int parts;

  ArrivingSnapshot(long number) {
    this.number = number;
  }

  /// @return whether it is the part that follows
  boolean takes(TrustSnapshot part) {
    boolean follows = part.getNumber() == number && part.getPart() == parts;
    if (follows) {
      parts++;
      part.getEntriesList().stream()
          .filter(TrustEntry::hasSigningKey)
          .map(TrustEntry::getSigningKey)
          .forEach(keys::add);
    }
    return follows;
  }

  long number() {
    return number;
  }

  List<SigningKey> keys() {
    return keys;
  }
}
