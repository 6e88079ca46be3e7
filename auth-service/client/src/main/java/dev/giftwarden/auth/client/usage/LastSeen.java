package dev.giftwarden.auth.client.usage;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// When, and from where, each partner's certificate last called this process.
public final class LastSeen {
  private final Latest<String, Sighting> latest;
  private final InstantSource clock;

  /// @param serial as certificates have it: hexadecimal
  public record Sighting(String serial, Instant at, InetAddress from) {}

  public LastSeen(InstantSource clock) {
    this.latest = new Latest<>(clock, (_, later) -> later);
    this.clock = clock;
  }

  /// A call that was let in, with or without a certificate.
  public void see(Origin origin) {
    origin
        .certificate()
        .filter(peer -> peer.id() instanceof SpiffeId.Partner)
        .map(PeerCertificate::serial)
        .ifPresent(
            serial -> latest.put(serial, new Sighting(serial, clock.instant(), origin.address())));
  }

  /// Takes away what is due, at most so many.
  public List<Sighting> take(int most) {
    return latest.take(most, false);
  }

  /// Takes away whatever there is, at most so many, for a process that ends.
  public List<Sighting> takeLast(int most) {
    return latest.take(most, true);
  }
}
