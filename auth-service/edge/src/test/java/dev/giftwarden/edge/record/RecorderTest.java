package dev.giftwarden.edge.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.audit.client.event.Outcome;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.edge.access.Denial;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  private static final Instant NOON = Instant.parse("2026-12-03T12:00:00Z");
  private static final String ROUTE = "GET /v1/gifts";

  @TempDir static Path home;

  private static PeerCertificate acme;
  private static PeerCertificate gift;

  private final List<AuditEvent> written = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void issue() {
    Pki pki = Pki.init(home.resolve("pki"), InstantSource.system());
    var _ = pki.issuePartner("acme", "erp", home.resolve("acme"));
    var _ = pki.issueService("gift", List.of("localhost"), home.resolve("gift"));
    acme = TlsFolder.open(home.resolve("acme"), InstantSource.system()).own();
    gift = TlsFolder.open(home.resolve("gift"), InstantSource.system()).own();
  }

  @Test
  @DisplayName("A1 a refusal with a certificate and no token is recorded for its account")
  void namesTheCertificatesAccount() {
    AuditEvent event = refusal(ROUTE, Optional.empty(), origin(Optional.of(acme)));

    assertThat(event.account()).isEqualTo("acme");
    assertThat(event.actor()).isEqualTo(acme.id().uri());
    assertThat(event.certificateSerial()).isEqualTo(acme.serial());
    assertThat(event.environment()).isEmpty();
    assertThat(event.keyId()).isEmpty();
    assertThat(event.apiVersion()).isEqualTo("v1");
    assertThat(event.time()).isEqualTo(NOON);
  }

  @Test
  @DisplayName("A1 a stolen token is the business of its owner, over the thief's certificate")
  void namesTheOwnerOfAToken() {
    Origin thief = origin(Optional.of(acme));
    AuditEvent event = refusal(ROUTE, Optional.of(partner("bluebird", thief)), thief);

    assertThat(event.account()).isEqualTo("bluebird");
    assertThat(event.actor()).isEqualTo("key:4fKq81ZpWc0x");
    assertThat(event.keyId()).isEqualTo("4fKq81ZpWc0x");
    assertThat(event.environment()).isEqualTo("test");
    assertThat(event.certificateSerial()).isEqualTo(acme.serial());
    assertThat(event.requestId()).isEqualTo(thief.requestId().toString());
  }

  @Test
  @DisplayName("A1 a service is no account's, and an RPC has no version")
  void namesServices() {
    Origin origin = origin(Optional.of(gift));
    Caller caller = new Caller.Service(new SpiffeId.Service("gift"), Set.of(), origin);
    AuditEvent event =
        refusal("giftwarden.audit.v1.AuditService/Append", Optional.of(caller), origin);

    assertThat(event.account()).isEmpty();
    assertThat(event.actor()).isEqualTo("spiffe://services.giftwarden.example/gift");
    assertThat(event.apiVersion()).isEmpty();
  }

  @Test
  @DisplayName("A1 strangers have a lane of their own, and no name")
  void namesNoStrangers() {
    AuditEvent event = refusal("GET /checkpoint", Optional.empty(), origin(Optional.empty()));

    assertThat(event.actor()).isEqualTo("anonymous");
    assertThat(event.account()).isEmpty();
    assertThat(event.apiVersion()).isEmpty();
    assertThat(event.reason()).isEqualTo(Refusal.SCOPE.text());
    assertThat(event.sourceAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void beginsWithAllThatIsKnown() {
    Caller caller = partner("bluebird", origin(Optional.of(acme)));
    AuditEventDraft act = Recorder.begin(caller, "gift.send").target("gft_1");
    AuditLanes lanes = lanes();
    AuditEvent event = new Recorder(lanes, InstantSource.fixed(NOON)).done(act);
    lanes.close();

    assertThat(event.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(event.apiVersion()).isEqualTo("v2");
    assertThat(event.target()).isEqualTo("gft_1");
    assertThat(event.account()).isEqualTo("bluebird");
    assertThat(written).isEmpty();
  }

  private AuditEvent refusal(String action, Optional<Caller> claimant, Origin origin) {
    AuditLanes lanes = lanes();
    lanes.start();
    new Recorder(lanes, InstantSource.fixed(NOON))
        .refused(new Denial(Refusal.SCOPE, action, claimant, origin));
    lanes.close();
    assertThat(written).hasSize(1);
    assertThat(written.getFirst().action()).isEqualTo(action);
    return written.getFirst();
  }

  private AuditLanes lanes() {
    return new AuditLanes(written::addAll, InstantSource.fixed(NOON));
  }

  private static Origin origin(Optional<PeerCertificate> certificate) {
    return new Origin(certificate, InetAddress.ofLiteral("127.0.0.1"), UUID.randomUUID());
  }

  private static Caller.Partner partner(String account, Origin origin) {
    return new Caller.Partner(
        new Subject.Key(new KeyId("4fKq81ZpWc0x")),
        new AccountId(account),
        Plan.STANDARD,
        Optional.empty(),
        Environment.TEST,
        Set.of(),
        Set.of(ApiVersion.V1, ApiVersion.V2),
        Optional.empty(),
        Optional.of(ApiVersion.V2),
        false,
        Optional.empty(),
        origin);
  }
}
