package dev.giftwarden.auth.enrolment;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.certs.PartnerCa;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a certificate grants and for how long: what was asked for, within every bound there is.
record Terms(Set<ApiVersion> versions, Duration validity) {

  /// As far as one may ask, by the client, by who asks and by what is renewed.
  record Bounds(Set<ApiVersion> versions, Duration longest) {
    static Bounds of(Set<ApiVersion> versions) {
      return new Bounds(versions, PartnerCa.LONGEST);
    }

    Bounds within(Set<ApiVersion> others) {
      var both = EnumSet.allOf(ApiVersion.class);
      both.retainAll(versions);
      both.retainAll(others);
      return new Bounds(both, longest);
    }

    Bounds within(Duration other) {
      return other.compareTo(longest) < 0 ? new Bounds(versions, other) : this;
    }
  }

  sealed interface Review {
    record Sound(Terms terms) implements Review {}

    /// @param detail for people
    record Wider(String detail) implements Review {}
  }

  /// @param versions empty: all that there may be
  /// @param validity empty: as long as may be
  static Review within(
      Bounds bounds, Optional<Set<ApiVersion>> versions, Optional<Duration> validity) {
    Set<ApiVersion> granted = versions.orElse(bounds.versions());
    if (granted.isEmpty() || !bounds.versions().containsAll(granted)) {
      return new Review.Wider(
          "Of the versions of the API that it would grant, one is not to be had here.");
    }
    Duration span = validity.orElse(bounds.longest());
    if (span.compareTo(bounds.longest()) > 0) {
      return new Review.Wider("A renewal lives no longer than the certificate that it renews.");
    }
    return new Review.Sound(new Terms(Set.copyOf(granted), span));
  }
}
