package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("A1 T1 what a service says that it was shown is believed as far as it proves itself")
class RelayTest {
  private static final String RELAY = "spiffe://services.giftwarden.example/gift";
  private static final Path FOLDER = TestDatabase.ofThisJvm().home().resolve("relay");
  private static final Directory DIRECTORY = new Directory();
  private static final String ACCOUNT = DIRECTORY.account("enterprise", "required");
  private static final JsonNode KEY = registered();
  private static final Peer GIFT = Peer.service("gift");
  private static final List<X509Certificate> PARTNER =
      Edge.partner(ACCOUNT, "erp").certificate().chain();

  private static JsonNode registered() {
    DIRECTORY.client(ACCOUNT, "erp", "gifts:read");
    return DIRECTORY.key(ACCOUNT, "gifts:read", "");
  }

  @AfterAll
  static void close() {
    GIFT.close();
  }

  @Test
  @DisplayName("A1 a partner's chain and key become a token, and the record says who relayed them")
  void recordsTheRelay() {
    var request = Peer.presented(KEY, PARTNER);
    assertThat(GIFT.stub().exchange(request).hasIssued()).isTrue();
    assertThat(event(request))
        .satisfies(event -> {
          assertThat(event.actor()).isEqualTo("key:" + KEY.get("id").asText());
          assertThat(event.account()).isEqualTo(ACCOUNT);
          assertThat(event.target()).matches("token:[^ ]+ via " + RELAY);
          assertThat(event.certificateSerial())
              .isEqualTo(PARTNER.getFirst().getSerialNumber().toString(16));
        });
  }

  @Test
  @DisplayName("A1 what is over TLS itself is nobody's word, and its record names no relay")
  void recordsNoRelay() {
    var answer = Edge.partner(ACCOUNT, "erp").postForm("/oauth2/token", Directory.secret(KEY));
    assertThat(answer.status()).isEqualTo(200);
    var request = answer.headers().get("x-request-id");
    assertThat(Outbox.events(event -> event.requestId().equals(request)))
        .extracting(AuditEvent::target)
        .singleElement()
        .asString()
        .matches("token:[^ ]+");
  }

  @ParameterizedTest(name = "a good key with {0} is refused, and nobody is named but the relay")
  @ValueSource(
      strings = {
        "a self-made chain of an operator",
        "a self-made chain of a service",
        "a self-made chain of the partner",
        "a self-made leaf of the partner",
        "a self-made leaf behind the real CA",
        "an operator's own chain",
        "a service's own chain",
        "the CA alone",
        "the chain upside down, its leaf another's",
      })
  void refusesWhatProvesNothing(String what) {
    var chain = chain(what);
    var request = Peer.presented(KEY, chain);
    assertThat(GIFT.stub().exchange(request).getRefused().getProblem())
        .isEqualTo("certificate-mismatch");
    aboutTheRelayAlone(event(request), "certificate-unproven", "");

    var garbage = Peer.presented("gwk_live_nope", "203.0.113.99", chain);
    assertThat(GIFT.stub().exchange(garbage).getRefused().getProblem())
        .isEqualTo("certificate-mismatch");
    aboutTheRelayAlone(event(garbage), "certificate-unproven", "");
  }

  private static List<X509Certificate> chain(String what) {
    var folder = FOLDER.resolve(what.replaceAll("[^a-z]", "-"));
    var real = GiftwardenStack.pki();
    return switch (what) {
      case "a self-made chain of an operator" ->
          other(pki -> pki.issueOperator("first", folder), folder);
      case "a self-made chain of a service" ->
          other(pki -> pki.issueService("gift", List.of("localhost"), folder), folder);
      case "a self-made chain of the partner" ->
          other(pki -> pki.issuePartner(ACCOUNT, "erp", folder), folder);
      case "a self-made leaf of the partner" ->
          other(pki -> pki.issuePartner(ACCOUNT, "erp", folder), folder).subList(0, 1);
      case "a self-made leaf behind the real CA" -> {
        var made = other(pki -> pki.issuePartner(ACCOUNT, "erp", folder), folder).getFirst();
        yield List.of(made, PARTNER.getLast());
      }
      case "an operator's own chain" -> {
        var _ = real.issueOperator("olga", folder);
        yield open(folder);
      }
      case "a service's own chain" -> {
        var _ = real.issueService("audit", List.of("localhost"), folder);
        yield open(folder);
      }
      case "the CA alone" -> PARTNER.subList(1, 2);
      default -> {
        var mixed = new ArrayList<>(other(pki -> pki.issuePartner(ACCOUNT, "erp", folder), folder));
        mixed.addAll(PARTNER);
        Collections.swap(mixed, 1, 2);
        yield mixed;
      }
    };
  }

  private static List<X509Certificate> other(Function<Pki, X509Certificate> issue, Path folder) {
    var home = FOLDER.resolve("other-pki");
    var pki =
        Pki.exists(home)
            ? Pki.open(home, InstantSource.system())
            : Pki.init(home, InstantSource.system());
    var _ = issue.apply(pki);
    return open(folder);
  }

  private static List<X509Certificate> open(Path folder) {
    return TlsFolder.open(folder, InstantSource.system()).chain();
  }

  @Test
  @DisplayName("M1 a partner's leaf alone is proof here too, because its issuing CA is known")
  void completesALoneLeaf() {
    var request = Peer.presented(KEY, PARTNER.subList(0, 1));
    assertThat(GIFT.stub().exchange(request).hasIssued()).isTrue();
    assertThat(event(request).certificateSerial())
        .isEqualTo(PARTNER.getFirst().getSerialNumber().toString(16));
  }

  @Test
  @DisplayName("a partner's chain with a key that is none names the relay, not the partner")
  void namesNobodyForABadKey() {
    var request =
        Peer.presented(
            "gwk_live_noSuchKey000_0123456789abcdefghijABCDEFGHIJ2cUlSE", "203.0.113.99", PARTNER);
    assertThat(GIFT.stub().exchange(request).getRefused().getProblem()).isEqualTo("key-invalid");
    aboutTheRelayAlone(
        event(request), "key-unknown", PARTNER.getFirst().getSerialNumber().toString(16));
  }

  @Test
  @DisplayName("a real chain of a client that nobody registered, or of another account, is refused")
  void refusesUnknownClients() {
    var other = DIRECTORY.account("enterprise", "required");
    DIRECTORY.client(other, "erp", "gifts:read");
    for (var chain :
        List.of(
            Edge.partner(ACCOUNT, "crm").certificate().chain(),
            Edge.partner(other, "erp").certificate().chain())) {
      var request = Peer.presented(KEY, chain);
      assertThat(GIFT.stub().exchange(request).getRefused().getProblem())
          .isEqualTo("certificate-mismatch");
      assertThat(event(request))
          .satisfies(event -> {
            assertThat(event.reason()).isEqualTo("accounts-differ");
            assertThat(event.actor()).isEqualTo("key:" + KEY.get("id").asText());
            assertThat(event.account()).isEqualTo(ACCOUNT);
            assertThat(event.target()).isEqualTo("via " + RELAY);
          });
    }
  }

  @Test
  @DisplayName("a leaf without its chain, as the version before sends it, is asked to come again")
  void refusesALoneLeaf() {
    var lone = Peer.presented(KEY, List.of()).toBuilder();
    lone.getKeyBuilder().setClientCertificate(Peer.der(PARTNER.getFirst()));
    var request = lone.build();
    assertThat(GIFT.stub().exchange(request).getRefused().getProblem()).isEqualTo("busy");
    aboutTheRelayAlone(event(request), "chain-absent", "");
  }

  @Test
  @DisplayName("what is no certificate, or more of them than a handshake has, is INVALID_ARGUMENT")
  void refusesNonsense() {
    var many = Peer.presented(KEY, Collections.nCopies(9, PARTNER.getFirst()));
    var none = Peer.presented(KEY, List.of()).toBuilder();
    none.getKeyBuilder().addCertificateChain(ByteString.copyFromUtf8("no certificate"));
    var large = Peer.presented(KEY, List.of()).toBuilder();
    var padding = ByteString.copyFrom(new byte[32 * 1024]); // behind a certificate, it is not read
    large.getKeyBuilder().addCertificateChain(Peer.der(PARTNER.getFirst()).concat(padding));
    for (var request : List.of(many, none.build(), large.build())) {
      assertThatThrownBy(() -> GIFT.stub().exchange(request))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
  }

  private static void aboutTheRelayAlone(AuditEvent event, String reason, String serial) {
    assertThat(event.reason()).isEqualTo(reason);
    assertThat(event.actor()).isEqualTo(RELAY);
    assertThat(event.target()).isEqualTo("via " + RELAY);
    assertThat(event.account()).isEmpty();
    assertThat(event.keyId()).isEmpty();
    assertThat(event.certificateSerial()).isEqualTo(serial);
  }

  /// The one record of a request; strangers' are written a moment after the answer.
  private static AuditEvent event(ExchangeRequest request) {
    Predicate<AuditEvent> own = event -> event.requestId().equals(request.getKey().getRequestId());
    var _ = GIFT.awaits(Duration.ofSeconds(10), () -> !Outbox.events(own).isEmpty());
    var events = Outbox.events(own);
    assertThat(events).hasSize(1);
    return events.getFirst();
  }
}
