package dev.giftwarden.edge.crl;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.ACME_OTHER;
import static dev.giftwarden.auth.client.testing.TestIdentities.AUTH;
import static dev.giftwarden.auth.client.testing.TestIdentities.OPERATOR;
import static dev.giftwarden.auth.client.testing.TestUpdates.change;
import static dev.giftwarden.auth.client.testing.TestUpdates.heartbeat;
import static dev.giftwarden.auth.client.testing.TestUpdates.revoked;
import static dev.giftwarden.auth.client.testing.TestUpdates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestIdentities;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.certs.IssuingCa;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.crl.ListFile;
import dev.giftwarden.certs.crl.RevocationList;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C8 who is accepted while there is no trust feed")
class PartnerListTest {
  private static final Duration BOUND = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final TestTime time = new TestTime();
  private final TrustState trust = new TrustState(time, time::nanoTime, BOUND, AUTH::roots);

  /// Names [TestIdentities#ACME_OTHER].
  private Path list() throws IOException {
    TestIdentities.PKI.handOverPartnerCa(folder.resolve("ca"));
    PartnerCa ca = PartnerCa.open(folder.resolve("ca"), InstantSource.system());
    var dead = new RevocationList.Entry(ACME_OTHER.leaf().getSerialNumber(), time.instant(), 1);
    byte[] der =
        ca.sign((certificate, key) ->
            RevocationList.sign(certificate, key, BigInteger.ONE, time.instant(), List.of(dead)));
    return Files.write(folder.resolve("partners.crl"), der);
  }

  private PartnerList partners(Audience audience, Optional<Path> path) {
    var file =
        path.map(at ->
            ListFile.open(
                at, () -> IssuingCa.anchored(AUTH.trusted(), Kind.PARTNER, Instant.now()), time));
    return new PartnerList(file, audience, trust, time);
  }

  private static void decides(PartnerList partners, PeerCertificate who, Refusal refusal) {
    assertThat(partners.objection(who)).contains(refusal);
  }

  @Test
  @DisplayName("C8 before the first word of the feed, whom a fresh list does not name")
  void beforeTheFeed() throws IOException {
    var partners = partners(Audience.GIFT, Optional.of(list()));
    assertThat(partners.objection(ACME)).isEmpty();
    decides(partners, ACME_OTHER, Refusal.CERTIFICATE_REVOKED);
    time.pass(RevocationList.VALID_FOR);
    decides(partners, ACME, Refusal.TRUST_STALE);
    decides(partners, ACME_OTHER, Refusal.TRUST_STALE);
  }

  @Test
  @DisplayName("C8 nobody without a list; who is no partner is not its business")
  void noList() {
    var partners = partners(Audience.AUDIT, Optional.empty());
    decides(partners, ACME, Refusal.TRUST_STALE);
    assertThat(partners.objection(OPERATOR)).isEmpty();
    var absent = partners(Audience.AUDIT, Optional.of(folder.resolve("absent")));
    decides(absent, ACME, Refusal.TRUST_STALE);
  }

  @Test
  @DisplayName("C8 where there is a feed it decides, and what it has said outlives it")
  void theFeedDecides() throws IOException {
    var partners = partners(Audience.GIFT, Optional.of(list()));
    trust.apply(snapshot(1, time.instant()));
    assertThat(partners.objection(ACME_OTHER)).as("the gate asks the feed").isEmpty();
    trust.apply(change(2, revoked(ACME.leaf())));
    trust.apply(heartbeat(2, time.instant()));
    assertThat(partners.objection(ACME)).as("the gate refuses it").isEmpty();
    time.pass(BOUND.plusSeconds(1));
    decides(partners, ACME, Refusal.CERTIFICATE_REVOKED);
    decides(partners, ACME_OTHER, Refusal.CERTIFICATE_REVOKED);
  }

  @Test
  @DisplayName("C8 a certificate that has ended since its handshake is on no list, and refused")
  void ended() throws IOException {
    Path fresh = list();
    var partners = partners(Audience.GIFT, Optional.of(fresh));
    time.setWall(ACME.notAfter().plusSeconds(1));
    decides(partners, ACME, Refusal.CERTIFICATE_EXPIRED);
  }

  @Test
  @DisplayName("C8 auth asks its database, with a feed and without")
  void notAuth() {
    assertThat(partners(Audience.AUTH, Optional.empty()).objection(ACME)).isEmpty();
  }
}
