package dev.giftwarden.auth.client.trust;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.ACME_OTHER;
import static dev.giftwarden.auth.client.testing.TestIdentities.AUTH;
import static dev.giftwarden.auth.client.testing.TestUpdates.change;
import static dev.giftwarden.auth.client.testing.TestUpdates.heartbeat;
import static dev.giftwarden.auth.client.testing.TestUpdates.key;
import static dev.giftwarden.auth.client.testing.TestUpdates.part;
import static dev.giftwarden.auth.client.testing.TestUpdates.raised;
import static dev.giftwarden.auth.client.testing.TestUpdates.revoked;
import static dev.giftwarden.auth.client.testing.TestUpdates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestSigner;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.trust.TrustState.Applied;
import dev.giftwarden.auth.v1.CertificateRevoked;
import dev.giftwarden.auth.v1.TrustEntry;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Which certificates the feed has said are revoked")
class RevokedCertificatesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestTime time = new TestTime();
  private final TrustState trust =
      new TrustState(time, time::nanoTime, Duration.ofSeconds(10), AUTH::roots);

  @Test
  @DisplayName("C6 a revoked certificate is known by its serial, and no other with it")
  void known() {
    trust.apply(snapshot(1, time.instant()));
    assertThat(trust.isRevoked(ACME)).isFalse();
    assertThat(trust.apply(change(2, revoked(ACME.leaf())))).isEqualTo(new Applied.Upto(2));
    assertThat(trust.isRevoked(ACME)).isTrue();
    assertThat(trust.isRevoked(ACME_OTHER)).isFalse();
    assertThat(trust.revokedCertificates()).isEqualTo(1);
  }

  @Test
  @DisplayName("C6 serials that differ in one bit of 159 are two")
  void tellsApart() {
    trust.apply(snapshot(1, time.instant()));
    var set = new RevokedCertificates();
    var serial = BigInteger.ONE.shiftLeft(159).subtract(BigInteger.ONE);
    set.add(serial, time.instant());
    assertThat(set.contains(serial)).isTrue();
    for (int bit = 0; bit < 159; bit++) {
      assertThat(set.contains(serial.flipBit(bit))).as("bit %d", bit).isFalse();
    }
  }

  @Test
  @DisplayName(
      "C6 it is forgotten at the certificate's own end by the database's clock, not by ours")
  void forgotten() {
    Instant end = time.instant().plus(HOUR);
    trust.apply(snapshot(1, time.instant(), revoked(ACME.leaf().getSerialNumber(), end)));
    time.setWall(time.instant().plus(Duration.ofDays(1)));
    time.pass(Duration.ofMinutes(2));
    trust.apply(heartbeat(1, end));
    assertThat(trust.isRevoked(ACME)).isTrue();
    time.pass(Duration.ofMinutes(2));
    trust.apply(heartbeat(1, end.plusSeconds(10)));
    assertThat(trust.isRevoked(ACME)).isFalse();
  }

  @Test
  @DisplayName("C6 a snapshot that no longer names it takes no revocation back")
  void kept() {
    trust.apply(snapshot(1, time.instant(), revoked(ACME.leaf())));
    trust.apply(snapshot(2, time.instant()));
    assertThat(trust.isRevoked(ACME)).isTrue();
  }

  @Test
  @DisplayName(
      "Z5 a snapshot in parts gives no trust before its last, and takes it from the first on")
  void inParts() {
    var signer = new TestSigner("signer-1").published(AUTH, time.instant().plus(HOUR));
    var first = part(snapshot(3, time.instant(), key(signer), revoked(ACME.leaf())), 0, true);
    assertThat(trust.apply(first)).isEqualTo(new Applied.InPart());
    assertThat(trust.objection()).contains(Refusal.TRUST_STALE);
    assertThat(trust.signingKeys()).isEmpty();
    assertThat(trust.isRevoked(ACME)).isTrue();

    var last = part(snapshot(3, time.instant(), revoked(ACME_OTHER.leaf())), 1, false);
    assertThat(trust.apply(last)).isEqualTo(new Applied.Upto(3));
    assertThat(trust.objection()).isEmpty();
    assertThat(trust.signingKeys()).containsExactly("signer-1");
    assertThat(trust.isRevoked(ACME_OTHER)).isTrue();
  }

  @Test
  @DisplayName("Z5 a part too few, out of order, of another snapshot, or interrupted: from anew")
  void brokenParts() {
    trust.apply(snapshot(1, time.instant()));
    var first = part(snapshot(3, time.instant()), 0, true);
    assertThat(trust.apply(part(snapshot(3, time.instant()), 1, false)))
        .isInstanceOf(Applied.Broken.class);
    trust.apply(first);
    assertThat(trust.apply(part(snapshot(3, time.instant()), 2, false)))
        .isInstanceOf(Applied.Broken.class);
    assertThat(trust.apply(part(snapshot(4, time.instant()), 1, false)))
        .isInstanceOf(Applied.Broken.class);
    assertThat(trust.apply(change(4, raised("key:a", 1)))).isInstanceOf(Applied.Broken.class);
    assertThat(trust.apply(heartbeat(1, time.instant()))).isInstanceOf(Applied.Broken.class);
    trust.apply(first);
    assertThat(trust.apply(part(snapshot(3, time.instant()), 1, false)))
        .isEqualTo(new Applied.Upto(3));
  }

  @Test
  @DisplayName("Z5 a revocation that cannot be read lets nobody in: the feed starts anew")
  void unreadable() {
    trust.apply(snapshot(1, time.instant()));
    var nameless =
        TrustEntry.newBuilder().setCertificateRevoked(CertificateRevoked.getDefaultInstance());
    assertThat(trust.apply(change(2, nameless.build()))).isInstanceOf(Applied.Broken.class);
    assertThat(trust.apply(change(2, revoked(BigInteger.ONE.shiftLeft(160), time.instant()))))
        .isInstanceOf(Applied.Broken.class);
    assertThat(trust.apply(change(2, revoked(ACME.leaf())))).isEqualTo(new Applied.Upto(2));
  }

  @Test
  @DisplayName("C7 who holds streams open hears of a revocation when it is in force")
  void tells() {
    var told = new AtomicInteger();
    trust.onRevocation(() -> {
      if (trust.isRevoked(ACME)) {
        told.incrementAndGet();
      }
    });
    trust.apply(snapshot(1, time.instant()));
    assertThat(told).hasValue(0);
    trust.apply(change(2, revoked(ACME.leaf())));
    assertThat(told).hasValue(1);
  }
}
