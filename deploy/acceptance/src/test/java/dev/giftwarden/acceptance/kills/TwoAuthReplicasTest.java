package dev.giftwarden.acceptance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Balancer;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Two replicas of auth behind one address: whatever happens to one of them, no revocation is
/// missed and no good token is refused.
@TestMethodOrder(OrderAnnotation.class)
class TwoAuthReplicasTest {
  /// The staleness bound of 10 s, and a slow machine. With a healthy feed it is a fraction of a
  /// second.
  private static final Duration REVOKED_WITHIN = Duration.ofSeconds(20);

  private static final Duration CERTIFICATE_LIFETIME = Duration.ofHours(24);

  /// Less than the time before its end at which a signing key's successor is due: no key may
  /// outlive the certificate that vouches for it.
  private static final Duration LEFT = Duration.ofMinutes(10);

  private static final Duration RENEWED_WITHIN = Duration.ofMinutes(1);

  private static final House HOUSE = House.started();
  private static final Databases DATABASES = new Databases(HOUSE);
  private static final int FIRST = HOUSE.ports().of(Service.AUTH).grpc();

  private static Balancer secondDatabase;
  private static Replica second;
  private static Partner acme;
  private static Sender sender;
  private static Caller caller;
  private static GoodCallers goodCallers;

  @BeforeAll
  static void aSecondReplica() {
    secondDatabase = Balancer.before(HOUSE.ports().database());
    second = start(secondDatabase.port());
    acme = Partner.enterprise(HOUSE, "replicas");
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read"));
    sender = new Sender(acme.certificate, key, HOUSE.auth, second.https());
    caller = Caller.with(Objects.requireNonNull(acme.certificate.folder()), "gift");
    goodCallers = GoodCallers.start(HOUSE, acme.certificate, sender);
  }

  private static Replica start(int database) {
    return start(database, Map.of());
  }

  private static Replica start(int database, Map<String, String> settings) {
    List<Integer> free = FreePorts.find(3);
    Ports.Of own = new Ports.Of(free.get(0), free.get(1), free.get(2));
    return HOUSE.startReplica(Service.AUTH, own, HOUSE.routes().withDatabase(database), settings);
  }

  @AfterAll
  static void oneReplica() {
    goodCallers.close();
    HOUSE.authBalancer.remove(second.ports().grpc());
    second.close();
    secondDatabase.close();
    sender.close();
    caller.close();
  }

  @Test
  @Order(1)
  @DisplayName(
      "T6 K11 a key or a token ended at one replica is dead to those who listen to the other")
  void acrossReplicas() {
    listenTo(second);
    revocationReaches(() -> {});
    tokenEnds();
  }

  /// At the first replica, of which neither gift nor audit hears: and of one key's two tokens only
  /// the one that was named.
  private static void tokenEnds() {
    Partner.Key key = acme.key(List.of("gifts:read"));
    String ended = issuedFor(key);
    String kept = issuedFor(key);
    assertThat(becomes("gift", ended, 200)).isEqualTo(200);
    Reply revoked =
        HOUSE.curl(
            acme.certificate,
            HOUSE.auth + "/oauth2/revoke",
            "--user",
            key.id() + ":" + key.secret(),
            "--data",
            "token=" + ended);
    assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
    assertThat(becomes("gift", ended, 401)).isEqualTo(401);
    assertThat(read("gift", kept)).isEqualTo(200);
  }

  private static String issuedFor(Partner.Key key) {
    Reply issued =
        HOUSE.curl(
            acme.certificate,
            second.https() + "/oauth2/token",
            "--user",
            key.id() + ":" + key.secret(),
            "--data",
            "grant_type=client_credentials");
    assertThat(issued.status()).as(issued.body()).isEqualTo(200);
    return issued.text("/access_token");
  }

  @Test
  @Order(2)
  @DisplayName("T6 K11 a revocation is not missed when the database drops every session of auth")
  void sessionsDropped() {
    revocationReaches(() ->
        DATABASES.ask(
            "auth",
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'auth'"));
  }

  @Test
  @Order(3)
  @DisplayName("T6 K11 a revocation is not missed by those whose replica lost its database")
  void databaseCut() {
    listenTo(second);
    revocationReaches(() -> secondDatabase.cut(HOUSE.ports().database()));
    secondDatabase.heal(HOUSE.ports().database());
    second.awaitReady();
  }

  @Test
  @Order(4)
  @DisplayName(
      "C6 T5 T6 one replica is killed after a revocation and a third joins: its first token is good")
  void killedAndJoined() throws IOException {
    listenTo(second);
    String before = issuedBy(second, "gift");
    certificateDies(second::kill9);
    HOUSE.authBalancer.remove(second.ports().grpc());

    Replica third = start(HOUSE.ports().database());
    try {
      for (int n = 0; n < 10; n++) {
        assertThat(read("gift", issuedBy(third, "gift"))).isEqualTo(200);
        assertThat(read("audit", issuedBy(third, "audit"))).isEqualTo(200);
      }
      assertThat(read("gift", before)).as("signed by the one that was killed").isEqualTo(200);
      listenTo(third);
      revocationReaches(() -> {});
    } finally {
      HOUSE.authBalancer.remove(third.ports().grpc());
      third.close();
    }
    second.start();
    second.awaitReady();
    HOUSE.authBalancer.add(second.ports().grpc());
  }

  @Test
  @Order(5)
  @DisplayName(
      "T5 with its certificate a replica renews its signing key, and both keys' tokens are good")
  void signingKeyRenewed() {
    Path internal = HOUSE.home().folder().resolve("identities/renewed-auth");
    issue(internal, Instant.now().minus(CERTIFICATE_LIFETIME).plus(LEFT));
    Map<String, String> settings =
        Map.of(
            "GIFTWARDEN_TLS_INTERNAL_FOLDER",
            internal.toString(),
            "GIFTWARDEN_TLS_RELOAD_INTERVAL",
            "1s");
    Replica renewed = start(HOUSE.ports().database(), settings);
    try {
      String before = issuedBy(renewed, "gift");
      assertThat(read("gift", before)).isEqualTo(200);

      issue(internal, Instant.now());
      String after = before;
      long end = System.nanoTime() + RENEWED_WITHIN.toNanos();
      while (keyId(after).equals(keyId(before)) && System.nanoTime() < end) {
        after = issuedBy(renewed, "gift");
        assertThat(read("gift", after)).isEqualTo(200);
        assertThat(read("audit", issuedBy(renewed, "audit"))).isEqualTo(200);
      }
      assertThat(keyId(after)).isNotEqualTo(keyId(before));
      assertThat(read("gift", before)).as("signed by the key before").isEqualTo(200);
    } finally {
      HOUSE.authBalancer.remove(renewed.ports().grpc());
      renewed.close();
    }
  }

  private static void issue(Path internal, Instant at) {
    Pki.open(HOUSE.pki(), InstantSource.fixed(at))
        .issueService("auth", List.of("localhost"), internal);
  }

  private static String keyId(String token) {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return new String(header, StandardCharsets.UTF_8).replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1");
  }

  @Test
  @Order(6)
  @DisplayName("T5 in all of this no good token was refused")
  void noGoodTokenWasRefused() {
    goodCallers.close();
    assertThat(goodCallers.refused()).isEmpty();
    assertThat(goodCallers.served()).isGreaterThan(100);
    DATABASES.awaitRest();
  }

  /// Makes gift and audit connect to one replica, as chance might.
  private static void listenTo(Replica replica) {
    int other = replica.ports().grpc() == FIRST ? second.ports().grpc() : FIRST;
    HOUSE.authBalancer.cut(other);
    String fresh = sender.freshToken("gift");
    assertThat(becomes("gift", fresh, 200)).isEqualTo(200);
    HOUSE.authBalancer.heal(other);
  }

  private static void revocationReaches(Runnable disturbance) {
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read"));
    String gift = acme.token(key, "gift");
    String audit = acme.token(key, "audit");
    assertThat(becomes("gift", gift, 200)).isEqualTo(200);
    assertThat(becomes("audit", audit, 200)).isEqualTo(200);

    disturbance.run();
    revoke(key);
    long revoked = System.nanoTime();
    assertThat(becomes("gift", gift, 401)).isEqualTo(401);
    assertThat(becomes("audit", audit, 401)).isEqualTo(401);
    Duration reached = Duration.ofNanos(System.nanoTime() - revoked);
    System.out.println("revoked everywhere after " + reached.toMillis() + " ms");
    assertThat(reached).isLessThan(REVOKED_WITHIN);
    String good = sender.freshToken("gift");
    assertThat(becomes("gift", good, 200)).isEqualTo(200);
  }

  /// The replica to which gift and audit listen ends when the other one has answered.
  private static void certificateDies(Runnable disturbance) {
    Partner bluebird = Partner.enterprise(HOUSE, "dies");
    Partner.Key key = bluebird.key(List.of("gifts:read"));
    Partner.Key other = acme.key(List.of("gifts:read"));
    String gift = bluebird.token(key, "gift");
    assertThat(becomes(bluebird, "gift", gift, 200)).isEqualTo(200);
    var own =
        TlsFolder.open(
                Objects.requireNonNull(bluebird.certificate.folder()), InstantSource.system())
            .own();
    Reply revoked =
        HOUSE.post(
            HOUSE.operator(),
            HOUSE.auth
                + "/v1/accounts/%s/clients/erp/certificates/%s/revoke"
                    .formatted(bluebird.account, own.serial()),
            "{\"reason\":\"keyCompromise\",\"notAfter\":\"%s\"}".formatted(own.notAfter()));
    disturbance.run();
    assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
    assertThat(becomes(bluebird, "gift", gift, 401)).isEqualTo(401);
    String good = acme.token(other, "gift");
    assertThat(becomes("gift", good, 200)).isEqualTo(200);
  }

  /// At the first replica, again until it is done: its own sessions may just have been dropped.
  private static void revoke(Partner.Key key) {
    String path = "/v1/accounts/" + acme.account + "/keys/" + key.id() + "/revoke";
    int status = 0;
    for (int attempt = 0; attempt < 50 && status != 200; attempt++) {
      status = HOUSE.post(HOUSE.operator(), HOUSE.auth + path, "{}").status();
    }
    assertThat(status).isEqualTo(200);
  }

  private static String issuedBy(Replica replica, String audience) {
    Optional<String> token = Optional.empty();
    for (int attempt = 0; attempt < 50 && token.isEmpty(); attempt++) {
      token = sender.tokenFrom(replica.https(), audience);
    }
    return token.orElseThrow();
  }

  /// @return the wanted status, or the last one within the bound
  private static int becomes(String service, String token, int wanted) {
    return becomes(acme, service, token, wanted);
  }

  private static int becomes(Partner partner, String service, String token, int wanted) {
    long end = System.nanoTime() + REVOKED_WITHIN.toNanos();
    int seen = 0;
    while (seen != wanted && System.nanoTime() < end) {
      seen = read(partner, service, token);
    }
    return seen;
  }

  private static int read(String service, String token) {
    return read(acme, service, token);
  }

  private static int read(Partner partner, String service, String token) {
    String url =
        service.equals("gift") ? HOUSE.gift + "/v1/gifts" : HOUSE.audit + "/v1/audit/events";
    Path folder = Objects.requireNonNull(partner.certificate.folder());
    try (Caller fresh = Caller.with(folder, service)) {
      Answer answer = fresh.get(url, Map.of("Authorization", "Bearer " + token));
      return answer.status();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
