package dev.giftwarden.auth.client.usage;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// When, and from where, each partner's certificate last called this process. What is new is taken
/// at once; of a busy certificate at most every [#PAUSE], so that its calls cost no write each.
public final class LastSeen {
  /// With the three seconds between two reports, well within the minute that is promised.
  static final Duration PAUSE = Duration.ofSeconds(20);

  /// A few MB. Of certificates beyond, nothing is said until there is room again.
  static final int MAX_CERTIFICATES = 10_000;

  /// @param serial as certificates have it: hexadecimal
  public record Sighting(String serial, Instant at, InetAddress from) {}

  /// @param takenAt when it was last handed over
  private record Kept(Optional<Sighting> fresh, Instant takenAt) {}

  private final ConcurrentMap<String, Kept> kept = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public LastSeen(InstantSource clock) {
    this.clock = clock;
  }

  /// A call that was let in, with or without a certificate.
  public void see(Origin origin) {
    origin
        .certificate()
        .filter(peer -> peer.id() instanceof SpiffeId.Partner)
        .map(PeerCertificate::serial)
        .filter(serial -> kept.size() < MAX_CERTIFICATES || kept.containsKey(serial))
        .ifPresent(serial -> {
          var seen = Optional.of(new Sighting(serial, clock.instant(), origin.address()));
          kept.merge(
              serial, new Kept(seen, Instant.MIN), (old, _) -> new Kept(seen, old.takenAt()));
        });
  }

  /// Takes away what is due, at most so many.
  public List<Sighting> take(int most) {
    return take(most, clock.instant().minus(PAUSE));
  }

  /// Takes away whatever there is, at most so many, for a process that ends.
  public List<Sighting> takeLast(int most) {
    return take(most, Instant.MAX);
  }

  private List<Sighting> take(int most, Instant notTakenSince) {
    var now = clock.instant();
    var taken = new ArrayList<Sighting>();
    for (String serial : kept.keySet()) {
      if (taken.size() == most) {
        break;
      }
      kept.computeIfPresent(
          serial,
          (_, old) -> {
            if (old.takenAt().isAfter(notTakenSince)) {
              return old;
            }
            old.fresh().ifPresent(taken::add);
            return old.fresh().isPresent() ? new Kept(Optional.empty(), now) : null;
          });
    }
    return taken;
  }
}
