package dev.giftwarden.acceptance.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Balancer;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.crl.RevocationList;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Routes;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A gift that has never heard auth, beside a list of revoked certificates on its disk.
@TestMethodOrder(OrderAnnotation.class)
class PartnerCrlTest {
  private static final House HOUSE = House.started();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration STARTED = Duration.ofMinutes(3);

  private static final String STALE = "503 trust-feed-stale";
  private static final String REVOKED = "401 certificate-revoked";

  @TempDir private static Path folder;

  private static Path list;
  private static PartnerCa ca;
  private static long number;

  private static Partner acme;
  private static Identity listed;
  private static Balancer auth;
  private static Replica gift;
  private static String token;
  private static String tokenOfListed;
  private static Https good;
  private static Https dead;

  @BeforeAll
  static void withoutAuth() {
    ca = ca(HOUSE.pki(), "ca");
    list = folder.resolve("partners.crl");
    acme = Partner.enterprise(HOUSE, "listed");
    listed = HOUSE.issue("partner", acme.account, "erp");
    Partner.Key key = acme.key(List.of("gifts:read"));
    token = acme.token(key, "gift");
    tokenOfListed = acme.token(listed, key, "gift");
    good = connection(acme.certificate);
    dead = connection(listed);
    auth = Balancer.before();
    List<Integer> free = FreePorts.find(3);
    gift =
        HOUSE
            .stack()
            .addReplica(
                Service.GIFT,
                new Ports.Of(free.get(0), free.get(1), free.get(2)),
                new Routes(HOUSE.ports().database(), auth.port(), HOUSE.auditBalancer.port()),
                Map.of(
                    "GIFTWARDEN_CRL_PARTNERS",
                    list.toString(),
                    "GIFTWARDEN_TLS_RELOAD_INTERVAL",
                    "0.1s"));
    gift.start();
    try (Https nobody = Https.over(Tls.asNobody(trusting(), "gift"), Version.HTTP_2)) {
      assertThat(Eventually.becomes(STARTED, "200", () -> asked(nobody))).isEqualTo("200");
    }
  }

  @AfterAll
  static void stop() {
    good.close();
    dead.close();
    gift.close();
    auth.close();
  }

  private static TlsFolder trusting() {
    return TlsFolder.open(
        HOUSE.home().given(Service.GIFT).resolve("public"), InstantSource.system());
  }

  private static PartnerCa ca(Path pki, String name) {
    Pki.open(pki, InstantSource.system()).handOverPartnerCa(folder.resolve(name));
    return PartnerCa.open(folder.resolve(name), InstantSource.system());
  }

  /// It stays open all the while.
  private static Https connection(Identity identity) {
    var own = TlsFolder.open(Objects.requireNonNull(identity.folder()), InstantSource.system());
    return Https.over(Tls.as(own, "gift"), Version.HTTP_2);
  }

  /// What is public: nobody's certificate or token is needed for it.
  private static String asked(Https by) {
    try {
      return get(by, "/openapi");
    } catch (UncheckedIOException e) {
      return "not there yet"; // or about to close the connection of the last refusal
    }
  }

  private static String get(Https by, String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(gift.https() + path)).GET();
    return by.send(headers.length == 0 ? request : request.headers(headers)).outcome();
  }

  private static byte[] signed(PartnerCa by, Instant at) {
    var own = TlsFolder.open(Objects.requireNonNull(listed.folder()), InstantSource.system()).own();
    var entry = new RevocationList.Entry(own.leaf().getSerialNumber(), at, 1);
    var next = BigInteger.valueOf(++number);
    return by.sign(
        (certificate, key) -> RevocationList.sign(certificate, key, next, at, List.of(entry)));
  }

  private static void write(byte[] bytes) {
    try {
      Path next = Files.write(folder.resolve("next"), bytes);
      Files.move(next, list, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private static void becomes(String wanted) {
    assertThat(Eventually.becomes(SOON, wanted, () -> asked(good))).isEqualTo(wanted);
  }

  /// What readiness says of the list.
  private static String said() {
    return HOUSE
        .curl(
            Identity.NONE,
            "https://localhost:%d/q/health/ready".formatted(gift.ports().management()))
        .body();
  }

  private static void fresh() {
    write(signed(ca, now()));
    becomes("200");
  }

  @Test
  @Order(1)
  @DisplayName("C8 without a list no partner's certificate opens what is public, and none does")
  void absent() {
    becomes(STALE);
    assertThat(HOUSE.curl(Identity.NONE, gift.https() + "/openapi").status()).isEqualTo(200);
    assertThat(said()).contains("partners-crl").contains("\"absent\"");
  }

  @Test
  @Order(2)
  @DisplayName("C8 by a fresh list a good one opens what is public, and a revoked one nothing")
  void decides() {
    fresh();
    assertThat(Eventually.becomes(SOON, REVOKED, () -> asked(dead))).isEqualTo(REVOKED);
    var refused = HOUSE.curl(listed, gift.https() + "/openapi");
    assertThat(refused.outcome()).isEqualTo(REVOKED);
    assertThat(refused.headers().get("www-authenticate")).contains("certificate-revoked");
    assertThat(get(good, "/v1/gifts", "Authorization", "Bearer " + token))
        .as("who may do what, only a feed can tell")
        .isEqualTo(STALE);
    assertThat(said()).contains("fresh until");
  }

  @Test
  @Order(3)
  @DisplayName("C8 a list that is stale, tampered with, or another CA's: nobody, and it is said")
  void refuses() {
    fresh();
    write(signed(ca, now().minus(RevocationList.VALID_FOR)));
    becomes(STALE);
    assertThat(said()).contains("\"stale: ");

    fresh();
    byte[] tampered = signed(ca, now());
    tampered[tampered.length / 2] ^= 1;
    write(tampered);
    becomes(STALE);
    assertThat(said()).contains("\"refused: ");

    fresh();
    Pki.init(folder.resolve("other"), InstantSource.system());
    write(signed(ca(folder.resolve("other"), "other-ca"), now()));
    becomes(STALE);
    assertThat(said()).contains("\"refused: the signature is wrong\"");
  }

  @Test
  @Order(4)
  @DisplayName("C8 when the feed comes it decides: the list's word counts no more, and auth's does")
  void theFeedDecides() {
    fresh();
    auth.add(HOUSE.ports().of(Service.AUTH).grpc());
    assertThat(Eventually.becomes(SOON, "200", () -> read(dead, tokenOfListed))).isEqualTo("200");
    assertThat(read(good, token)).isEqualTo("200");
    write(new byte[] {0x30, 0});
    var own =
        TlsFolder.open(Objects.requireNonNull(acme.certificate.folder()), InstantSource.system())
            .own();
    String path = "/v1/accounts/%s/clients/erp/certificates/%s/revoke";
    String body = "{\"reason\":\"superseded\",\"notAfter\":\"%s\"}".formatted(own.notAfter());
    assertThat(
            HOUSE
                .post(
                    HOUSE.operator(), HOUSE.auth + path.formatted(acme.account, own.serial()), body)
                .status())
        .isEqualTo(200);
    assertThat(Eventually.becomes(SOON, REVOKED, () -> read(good, token))).isEqualTo(REVOKED);
    assertThat(read(dead, tokenOfListed)).isEqualTo("200");
    assertThat(gift.isReady()).as("who has a feed needs no list").isTrue();
  }

  private static String read(Https by, String credential) {
    return get(by, "/v1/gifts", "Authorization", "Bearer " + credential);
  }
}
