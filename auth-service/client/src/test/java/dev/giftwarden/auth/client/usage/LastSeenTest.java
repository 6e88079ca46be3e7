package dev.giftwarden.auth.client.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C11 the last use of a certificate")
class LastSeenTest {
  @TempDir Path temp;
  private final TestTime time = new TestTime();
  private final LastSeen seen = new LastSeen(time);
  private Pki pki;
  private PeerCertificate partner;

  @BeforeEach
  void issue() {
    pki = Pki.init(temp.resolve("pki"), time);
    pki.issuePartner("acme", "erp", temp.resolve("erp"));
    partner = TlsFolder.open(temp.resolve("erp"), time).own();
  }

  private void call(PeerCertificate over, String from) {
    seen.see(new Origin(Optional.of(over), InetAddress.ofLiteral(from), UUID.randomUUID()));
  }

  @Test
  @DisplayName("C11 is told at once, and of a busy one every twenty seconds and no more")
  void pauses() {
    call(partner, "192.0.2.1");
    var first = new LastSeen.Sighting(partner.serial(), time.instant(), address("192.0.2.1"));
    assertThat(seen.take(10)).containsExactly(first);
    assertThat(seen.take(10)).isEmpty();

    time.pass(Duration.ofSeconds(5));
    call(partner, "192.0.2.2");
    time.pass(Duration.ofSeconds(5));
    call(partner, "192.0.2.3");
    var last = new LastSeen.Sighting(partner.serial(), time.instant(), address("192.0.2.3"));
    time.pass(Duration.ofMillis(9_999));
    assertThat(seen.take(10)).isEmpty();
    time.pass(Duration.ofMillis(1));
    assertThat(seen.take(10)).containsExactly(last);

    time.pass(Duration.ofSeconds(20));
    assertThat(seen.take(10)).isEmpty();
    call(partner, "192.0.2.4");
    assertThat(seen.take(10)).as("it was forgotten meanwhile").hasSize(1);
  }

  @Test
  @DisplayName("C11 is told before its time by a process that ends")
  void ends() {
    call(partner, "192.0.2.1");
    assertThat(seen.take(10)).hasSize(1);
    call(partner, "2001:db8::1");
    assertThat(seen.takeLast(10))
        .extracting(LastSeen.Sighting::from)
        .containsExactly(address("2001:db8::1"));
  }

  @Test
  @DisplayName("C11 is told of partners' certificates alone, so many at a time")
  void ofPartners() {
    pki.issueService("gift", List.of("localhost"), temp.resolve("gift"));
    call(TlsFolder.open(temp.resolve("gift"), time).own(), "192.0.2.1");
    seen.see(new Origin(Optional.empty(), address("192.0.2.1"), UUID.randomUUID()));
    assertThat(seen.take(10)).isEmpty();

    pki.issuePartner("acme", "crm", temp.resolve("crm"));
    call(partner, "192.0.2.1");
    call(TlsFolder.open(temp.resolve("crm"), time).own(), "192.0.2.1");
    assertThat(seen.take(1)).hasSize(1);
    assertThat(seen.take(1)).hasSize(1);
    assertThat(seen.take(1)).isEmpty();
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }
}
