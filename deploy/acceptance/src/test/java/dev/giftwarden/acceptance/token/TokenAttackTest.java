package dev.giftwarden.acceptance.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.certs.tls.TlsFolder;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every attack on a token that we know, at both services that verify tokens, over connections on
/// which the good one goes on passing.
///
/// Nobody has the private keys that auth signs with. So the test is one more replica of auth: it
/// makes a signing key, has auth's certificate vouch for it and publishes it, and what it signs is
/// as genuine as what auth signs. [SigningKeyRowTest] shows what becomes of keys that auth's
/// certificate does not vouch for.
@TestMethodOrder(OrderAnnotation.class)
class TokenAttackTest {
  private static final House HOUSE = House.started();
  private static final List<String> SERVICES = List.of("gift", "audit");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Databases DATABASES = new Databases(HOUSE);
  private static final Map<String, Mint> MINTS = new TreeMap<>();
  private static final Map<String, KeptConnection> CONNECTIONS = new TreeMap<>();

  /// Which connection each service's answers come over.
  private static final Map<String, String> LABELS = new TreeMap<>();

  /// What the audit log must say, by request.
  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  @BeforeAll
  static void oneMoreReplica() throws SQLException {
    Partner acme = Partner.enterprise(HOUSE, "attacked");
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read"));
    Partner.Key doomed = acme.key(List.of("gifts:read", "audit:read"));
    KeyPair replica = Jose.ec("secp256r1");
    String id = HOUSE.fresh("replica");
    DATABASES.publish(
        SigningKeyRow.vouched(
            id, replica.getPublic(), Instant.now().plus(Duration.ofMinutes(30)), auth()));
    TlsFolder partner = open(acme.certificate);
    TlsFolder foreigner = open(HOUSE.issue("partner", HOUSE.fresh("foreign"), "erp"));
    for (String service : SERVICES) {
      MINTS.put(
          service,
          new Mint(
              service,
              acme.token(key, service),
              acme.token(doomed, service),
              id,
              replica,
              partner,
              foreigner));
      CONNECTIONS.put(service, new KeptConnection(HOUSE, partner, service, Version.HTTP_2));
    }
    String path = "/v1/accounts/" + acme.account + "/keys/" + doomed.id() + "/revoke";
    assertThat(HOUSE.post(HOUSE.operator(), HOUSE.auth + path, "{}").status()).isEqualTo(200);
    for (String service : SERVICES) {
      assertThat(becomes("200", service, mint(service).good())).isEqualTo("200");
      assertThat(becomes("401 token-revoked", service, mint(service).revoked()))
          .isEqualTo("401 token-revoked");
      LABELS.put(service, connection(service).read(mint(service).real()).connection());
      assertGood(service);
    }
  }

  @AfterAll
  static void hangUp() {
    CONNECTIONS.values().forEach(KeptConnection::close);
  }

  static Stream<Arguments> attacks() {
    return SERVICES.stream()
        .flatMap(service ->
            Stream.of(
                    HeaderAttacks.all(),
                    SignatureAttacks.all(),
                    EncodingAttacks.all(),
                    ClaimAttacks.all())
                .flatMap(rows -> rows)
                .map(attack -> argumentSet(service + ": " + attack.name(), service, attack)));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  @Order(1)
  @DisplayName("T3 refused, and the good token passes on the same connection")
  void refused(String service, Attack attack) {
    KeptConnection.Seen answer = connection(service).read(attack.token().apply(mint(service)));
    assertThat(answer.outcome()).isEqualTo(attack.outcome());
    assertThat(answer.connection()).isEqualTo(LABELS.get(service));
    REASONS.put(answer.requestId(), service + ": " + attack.name() + ": " + attack.reason());
    assertGood(service);
  }

  @Test
  @Order(2)
  @DisplayName("T3 each refusal is in the audit log, with the reason that it was made for")
  void recorded() {
    var wanted = new TreeMap<>(REASONS);
    assertThat(wanted).hasSizeGreaterThan(100);
    Eventually.becomes(
        PATIENCE,
        "all",
        () -> DATABASES.reasons(wanted.keySet()).size() == wanted.size() ? "all" : "some");
    Map<String, String> found = DATABASES.reasons(wanted.keySet());
    assertThat(wanted)
        .allSatisfy((request, reason) -> assertThat(reason).endsWith(": " + found.get(request)));
  }

  @Test
  @Order(2)
  @DisplayName("T3 of the two signatures that ECDSA has for each token, both are good: ours to say")
  void twin() {
    for (String service : SERVICES) {
      String real = mint(service).real();
      String twin = SignatureAttacks.twin(real);
      assertThat(twin).isNotEqualTo(real);
      assertThat(connection(service).read(twin).outcome()).isEqualTo("200");
      String revoked = SignatureAttacks.twin(mint(service).revoked());
      assertThat(connection(service).read(revoked).outcome()).isEqualTo("401 token-revoked");
    }
  }

  @Test
  @Order(2)
  @DisplayName("T3 over HTTP/1.1, too, a refusal leaves the connection to the good token")
  void keepAlive() {
    for (String service : SERVICES) {
      Mint mint = mint(service);
      try (var old = new KeptConnection(HOUSE, mint.partner(), service, Version.HTTP_1_1)) {
        KeptConnection.Seen first = old.read(mint.real());
        // Longer than HTTP/2 lets a header be here, and than any token is.
        KeptConnection.Seen refused = old.read(mint.withClaims(c -> c.put("x", "x".repeat(8_192))));
        KeptConnection.Seen last = old.read(mint.real());
        assertThat(first.outcome()).isEqualTo("200");
        assertThat(refused.outcome()).isEqualTo("401 token-invalid");
        assertThat(last)
            .extracting("outcome", "connection")
            .containsExactly("200", first.connection());
        assertThat(refused.connection()).isEqualTo(first.connection());
      }
    }
  }

  private static void assertGood(String service) {
    KeptConnection.Seen answer = connection(service).read(mint(service).real());
    assertThat(answer.outcome()).isEqualTo("200");
    assertThat(answer.connection()).isEqualTo(LABELS.get(service));
  }

  private static String becomes(String wanted, String service, String token) {
    return Eventually.becomes(PATIENCE, wanted, () -> connection(service).read(token).outcome());
  }

  private static Mint mint(String service) {
    return Objects.requireNonNull(MINTS.get(service));
  }

  private static KeptConnection connection(String service) {
    return Objects.requireNonNull(CONNECTIONS.get(service));
  }

  private static TlsFolder auth() {
    Path given = HOUSE.home().given(dev.giftwarden.local.stack.Service.AUTH);
    return TlsFolder.open(given.resolve("internal"), InstantSource.system());
  }

  private static TlsFolder open(Identity identity) {
    return TlsFolder.open(Objects.requireNonNull(identity.folder()), InstantSource.system());
  }
}
