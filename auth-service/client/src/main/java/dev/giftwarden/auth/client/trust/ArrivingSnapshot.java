package dev.giftwarden.auth.client.trust;

import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A snapshot of which some parts have come. It is in force when it is whole.
final class ArrivingSnapshot {
  private final long number;
  private final List<SigningKey> keys = new ArrayList<>();
  private final Set<String> suspensions = new HashSet<>();
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
      part.getEntriesList().stream()
          .filter(TrustEntry::hasEpochRaised)
          .map(TrustEntry::getEpochRaised)
          .filter(Suspensions::tellsOf)
          .map(Suspensions::account)
          .forEach(suspensions::add);
    }
    return follows;
  }

  long number() {
    return number;
  }

  List<SigningKey> keys() {
    return keys;
  }

  /// The accounts of which it says whether they are suspended.
  Set<String> suspensions() {
    return suspensions;
  }
}
