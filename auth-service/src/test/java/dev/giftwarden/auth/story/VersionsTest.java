package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.trust.VersionStanding;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.KeyInHand;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A version of the API from its announcement to its end, as operators and partners meet it at
/// auth.
@AuthTest
class VersionsTest {
  private static final Instant SUNSET =
      Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofDays(90));
  private static final String ENDING =
      "{\"sunset\": \"%s\", \"successor\": \"v2\"}".formatted(SUNSET);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Edge OLGA = Edge.operator("olga");

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();

  @BeforeEach
  @AfterEach
  void begin() {
    Registry.reset();
  }

  private Answer deprecate() {
    return operator.post("/v1/versions/v1/deprecate", ENDING);
  }

  private static JsonNode v1() {
    return Edge.stranger().get("/v1/versions").json().at("/items/0");
  }

  private static List<String> acts(String action) {
    return Outbox.events(event -> event.action().equals(action)).stream()
        .map(event -> (event.actor() + " " + event.target() + " " + event.reason()).strip())
        .toList();
  }

  @Test
  @DisplayName(
      "V4 an operator announces the end of a version, and the feed and the registry say so")
  void announced() {
    assertThat(v1().path("state").asText()).isEqualTo("active");
    try (var gift = Peer.service("gift")) {
      var state = gift.follow();
      assertThat(state.standing(ApiVersion.V1)).isInstanceOf(VersionStanding.Active.class);
      assertThat(deprecate().outcome()).isEqualTo("200");
      assertThat(
              gift.awaits(
                  SOON, () -> state.standing(ApiVersion.V1) instanceof VersionStanding.Deprecated))
          .isTrue();
      assertThat(state.standing(ApiVersion.V1))
          .isInstanceOfSatisfying(
              VersionStanding.Deprecated.class,
              told -> {
                assertThat(told.farewell().sunsetAt()).isEqualTo(SUNSET);
                assertThat(told.farewell().successor()).isEqualTo("v2");
              });
    }
    try (var late = Peer.service("audit")) {
      assertThat(late.follow().standing(ApiVersion.V1))
          .as("who comes later hears it with the snapshot")
          .isInstanceOf(VersionStanding.Deprecated.class);
    }
    assertThat(v1().path("state").asText()).isEqualTo("deprecated");
    assertThat(v1().path("successor").asText()).isEqualTo("v2");
    assertThat(acts("version.deprecate"))
        .contains(
            "spiffe://operators.giftwarden.example/first version:v1 sunset:%s successor:v2"
                .formatted(SUNSET));
  }

  @Test
  @DisplayName("V4 no version ends twice, in the past, in itself or in one that ends, or for a key")
  void notAnnounced() {
    var path = "/v1/versions/v1/deprecate";
    assertThat(operator.post("/v1/versions/v3/deprecate", ENDING).outcome())
        .isEqualTo("404 not-found");
    assertThat(operator.post(path, ENDING.replace("v2", "v1")).outcome()).isEqualTo("409 conflict");
    assertThat(
            operator
                .post(path, ENDING.replace(SUNSET.toString(), "2020-01-01T00:00:00Z"))
                .outcome())
        .isEqualTo("400 malformed-request");
    assertThat(Edge.stranger().post(path, ENDING).outcome()).isEqualTo("401 certificate-required");
    assertThat(deprecate().outcome()).isEqualTo("200");
    assertThat(deprecate().outcome()).isEqualTo("409 conflict");
    assertThat(operator.post("/v1/versions/v2/deprecate", ENDING.replace("v2", "v1")).outcome())
        .isEqualTo("409 conflict");
  }

  @Test
  @DisplayName(
      "V7 nothing new names a version that ends; what names none and what names its successor works")
  void nothingNew() {
    var account = directory.account("standard", "optional");
    var keys = "/v1/accounts/" + account + "/keys";
    var clients = "/v1/accounts/" + account + "/clients";
    directory.client(account, "old", "gifts:read");
    assertThat(operator.patch(clients + "/old", "{\"versions\": [\"v1\", \"v2\"]}").outcome())
        .isEqualTo("200");
    assertThat(deprecate().outcome()).isEqualTo("200");
    var v1 = Directory.body("gifts:read", "", ", \"versions\": [\"v1\", \"v2\"]");
    assertThat(operator.post(keys, v1).outcome()).isEqualTo("409 version-deprecated");
    assertThat(operator.post(keys, Directory.body("gifts:read", "", "")).outcome())
        .isEqualTo("201");
    var v2 = Directory.body("gifts:read", "", ", \"versions\": [\"v2\"]");
    assertThat(operator.post(keys, v2).outcome()).isEqualTo("201");

    var client =
        """
        {"id": "new", "name": "New", "environment": "live", "scopes": ["gifts:read"],
         "versions": ["v1"]}\
        """;
    assertThat(operator.post(clients, client).outcome()).isEqualTo("409 version-deprecated");
    assertThat(operator.post(clients, client.replace("v1", "v2")).outcome()).isEqualTo("201");
    assertThat(operator.patch(clients + "/new", "{\"versions\": [\"v1\", \"v2\"]}").outcome())
        .isEqualTo("409 version-deprecated");
    assertThat(operator.patch(clients + "/old", "{\"versions\": [\"v1\"]}").outcome())
        .as("what it had, it may keep")
        .isEqualTo("200");
    var certificates = clients + "/old/certificates";
    assertThat(operator.post(certificates, csr(", \"versions\": [\"v1\"]")).outcome())
        .isEqualTo("409 version-deprecated");
    assertThat(operator.post(certificates, csr("")).outcome())
        .as("its client may call nothing else")
        .isEqualTo("409 version-deprecated");
    var issued = operator.post(clients + "/new/certificates", csr(""));
    assertThat(issued.outcome()).isEqualTo("201");
    assertThat(issued.json().path("versions").toString()).isEqualTo("[\"v2\"]");
    assertThat(Outbox.ofAccount(account))
        .filteredOn(event -> event.reason().equals("version-deprecated"))
        .extracting(event -> event.action())
        .containsExactly(
            "key.create",
            "client.create",
            "client.grant",
            "certificate.issue",
            "certificate.issue");
  }

  private static String csr(String more) {
    return "{\"csr\": \"%s\"%s}".formatted(KeyInHand.make().pem().replace("\n", "\\n"), more);
  }

  @Test
  @DisplayName(
      "V5 Z13 a version retires when a second operator confirms: what grants it alone is revoked")
  void retired() {
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    directory.key(account, "gifts:read", "", ", \"versions\": [\"v1\"]");
    var both = directory.key(account, "gifts:read", "", ", \"versions\": [\"v1\", \"v2\"]");
    var old = Edge.partner(account, "erp").certificate().own();
    Registry.issued(old, account, "{v1}");
    var wide = Edge.partner(account, "erp").certificate().own();
    Registry.issued(wide, account, "{v1,v2}");
    var newer = Edge.partner(account, "erp").certificate().own();
    Registry.issued(newer, account, "{v2}");
    var path = "/v1/versions/v1/retirement";
    assertThat(operator.post(path, "").outcome()).isEqualTo("409 conflict");
    assertThat(deprecate().outcome()).isEqualTo("200");
    assertThat(OLGA.post(path + "/confirm", "").outcome()).isEqualTo("409 conflict");

    var proposed = operator.post(path, "");
    assertThat(proposed.outcome()).isEqualTo("200");
    assertThat(proposed.json().has("retiredAt")).isFalse();
    assertThat(proposed.json().path("certificatesRevoked").asInt()).isPositive();
    assertThat(proposed.json().path("certificatesNarrowed").asInt()).isPositive();
    assertThat(proposed.json().path("keysLeftWithout").asInt()).isPositive();
    assertThat(proposed.json().path("revoked").findValuesAsText("serial"))
        .contains(old.serial())
        .doesNotContain(wide.serial(), newer.serial());

    assertThat(operator.post(path + "/confirm", "").outcome())
        .isEqualTo("403 second-operator-required");
    assertThat(v1().path("state").asText()).isEqualTo("deprecated");
    assertThat(revoked(old.serial())).isEqualTo("nothing");

    try (var gift = Peer.service("gift")) {
      var state = gift.follow();
      assertThat(OLGA.post(path + "/confirm", "").outcome()).isEqualTo("200");
      assertThat(
              gift.awaits(
                  SOON, () -> state.standing(ApiVersion.V1) instanceof VersionStanding.Retired))
          .isTrue();
    }
    assertThat(revoked(old.serial())).isEqualTo("cessationOfOperation");
    assertThat(revoked(wide.serial())).isEqualTo("nothing");
    assertThat(grant("certificate", "serial", wide.serial())).isEqualTo("{v2}");
    assertThat(grant("certificate", "serial", newer.serial())).isEqualTo("{v2}");
    assertThat(grant("api_key", "id", both.get("id").asText())).isEqualTo("{v2}");
    assertThat(v1().path("state").asText()).isEqualTo("retired");
    assertThat(acts("version.retirement.confirm"))
        .anySatisfy(act -> assertThat(act).endsWith("first version:v1 same-operator"))
        .anySatisfy(act -> assertThat(act).contains("olga version:v1 certificates revoked:"));
    assertThat(OLGA.post(path + "/confirm", "").outcome()).isEqualTo("409 conflict");
    assertThat(operator.post(path, "").outcome()).isEqualTo("409 conflict");
  }

  private static String revoked(String serial) {
    return Registry.ask("select reason from revoked_certificate where serial = '" + serial + "'");
  }

  private static String grant(String table, String column, String value) {
    return Registry.ask("select versions from %s where %s = '%s'".formatted(table, column, value));
  }

  @Test
  @DisplayName("Z13 a proposal is good for a day")
  void proposalEnds() {
    var path = "/v1/versions/v1/retirement";
    assertThat(deprecate().outcome()).isEqualTo("200");
    assertThat(operator.post(path, "").outcome()).isEqualTo("200");
    Registry.ageProposals();
    assertThat(OLGA.post(path + "/confirm", "").outcome()).isEqualTo("409 conflict");
    assertThat(v1().path("state").asText()).isEqualTo("deprecated");
  }

  @Test
  @DisplayName("V5 of many operators that confirm at once, one retires the version")
  void onceOnly() throws InterruptedException {
    var path = "/v1/versions/v1/retirement";
    assertThat(deprecate().outcome()).isEqualTo("200");
    assertThat(operator.post(path, "").outcome()).isEqualTo("200");
    var outcomes = new ArrayList<String>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            var outcome = OLGA.post(path + "/confirm", "").outcome();
            synchronized (outcomes) {
              outcomes.add(outcome);
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder("200", "409 conflict", "409 conflict", "409 conflict");
  }

  @Test
  @DisplayName("E2 V4 V5 what ends a version is done once under its Idempotency-Key")
  void repeatable() {
    assertOnce(operator, "/deprecate", ENDING);
    assertOnce(operator, "/retirement", "");
    assertOnce(OLGA, "/retirement/confirm", "");
    assertThat(Registry.ask("select count(*) from version_retirement")).isEqualTo("1");
    assertThat(v1().path("state").asText()).isEqualTo("retired");
  }

  private static void assertOnce(Edge who, String act, String body) {
    var word = new String[] {"Idempotency-Key", UUID.randomUUID().toString()};
    var first = who.post("/v1/versions/v1" + act, body, word);
    assertThat(first.outcome()).as(act + first.text()).isEqualTo("200");
    assertThat(first.headers()).doesNotContainKey("Idempotent-Replayed");
    var again = who.post("/v1/versions/v1" + act, body, word);
    assertThat(again.outcome()).as(act + again.text()).isEqualTo("200");
    assertThat(again.headers()).containsEntry("Idempotent-Replayed", "true");
    assertThat(who.post("/v1/versions/v2" + act, body, word).outcome())
        .as(act)
        .isEqualTo("422 idempotency-key-reused");
  }
}
