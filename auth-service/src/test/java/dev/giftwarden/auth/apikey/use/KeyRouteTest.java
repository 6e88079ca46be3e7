package dev.giftwarden.auth.apikey.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.auth.v1.AnnouncedRoute;
import dev.giftwarden.auth.v1.AnnouncedRoute.Door;
import dev.giftwarden.auth.v1.RouteAnnouncement;
import dev.giftwarden.auth.v1.SeenKey;
import dev.giftwarden.auth.v1.UsageReport;
import dev.giftwarden.auth.v1.UsedRoute;
import dev.giftwarden.testkit.Answer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("K23 what a key could do without, after what its predecessor used")
class KeyRouteTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String WANTED = "gifts:read gifts:send recipients:read";

  @Inject KeyRouteTable table;

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();
  private final Edge stranger = Edge.stranger();
  private final String account = directory.account("standard", "optional");
  private final String keys = "/v1/accounts/" + account + "/keys";
  private final JsonNode key = directory.key(account, WANTED, "");
  private final String id = key.get("id").asText();

  @BeforeEach
  void giftServesThis() {
    Registry.reset();
    Registry.forgetRoutes();
    announce(
        route("GET /v1/gifts", "gifts:read"),
        route("POST /v1/gifts", "gifts:send"),
        route("GET /v2/gifts", "gifts:read"),
        route("GET /v2/recipients", "recipients:read", "gifts:send"),
        route("GET /v1/people", "recipients:read"));
  }

  private static AnnouncedRoute route(String text, String... scopes) {
    return AnnouncedRoute.newBuilder()
        .setRoute(text)
        .setDoor(Door.SCOPES)
        .addAllScopes(List.of(scopes))
        .setVersioned(true)
        .build();
  }

  private static void announce(AnnouncedRoute... routes) {
    try (var gift = Peer.service("gift")) {
      var told = RouteAnnouncement.newBuilder().addAllRoutes(List.of(routes)).build();
      var _ = gift.stub().announceRoutes(told);
    }
  }

  private static UsedRoute.Builder used(String key, String route) {
    return UsedRoute.newBuilder()
        .setKey(key)
        .setRoute(route)
        .setAtUnixMs(Instant.now().toEpochMilli());
  }

  private static void reports(UsageReport.Builder report) {
    try (var gift = Peer.service("gift")) {
      var _ = gift.stub().reportUsage(report.setBatch(UUID.randomUUID().toString()).build());
    }
  }

  private static void use(String key, String... routes) {
    var report = UsageReport.newBuilder();
    for (String route : routes) {
      report.addRoutes(used(key, route));
    }
    reports(report);
  }

  private Answer preview(String scopes, String query) {
    return operator.post(keys + "/preview" + query, Directory.body(scopes, "", ""));
  }

  private JsonNode unused(String scopes, String predecessor) {
    var answer = preview(scopes, "?predecessor=" + predecessor);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("unused");
  }

  private static List<String> routes(JsonNode unused) {
    return unused.get("routes").findValuesAsText("route");
  }

  @Test
  @DisplayName("K23 scopes, the routes behind them and versions that it never used, and since when")
  void said() {
    var nothing = unused(WANTED, id);
    assertThat(nothing.get("predecessor").asText()).isEqualTo(id);
    assertThat(nothing.get("scopes")).hasSize(3);
    assertThat(nothing.get("versions").toString()).isEqualTo("[\"v1\",\"v2\"]");
    assertThat(routes(nothing)).hasSize(5);
    var made = operator.get(keys + "/" + id).json().get("createdAt").asText();
    assertThat(Instant.parse(nothing.get("since").asText()).truncatedTo(ChronoUnit.MILLIS))
        .isEqualTo(Instant.parse(made));

    use(id, "GET /v1/gifts");
    var some = unused(WANTED, id);
    assertThat(some.get("scopes").toString()).isEqualTo("[\"gifts:send\",\"recipients:read\"]");
    assertThat(routes(some))
        .containsExactly("GET /v1/people", "GET /v2/recipients", "POST /v1/gifts");
    assertThat(some.get("versions").toString()).isEqualTo("[\"v2\"]");
    assertThat(unused("gifts:read", id).get("scopes")).isEmpty();

    use(id, "POST /v1/gifts", "GET /v1/people");
    assertThat(unused(WANTED, id).get("scopes")).isEmpty();
    assertThat(routes(unused(WANTED, id))).isEmpty();
    assertThat(unused(WANTED, id).get("unknownRoutes")).isEmpty();
    assertThat(preview(WANTED, "").json().has("unused")).isFalse();
  }

  @Test
  @DisplayName("K23 a route that either of two scopes opens has used both")
  void either() {
    use(id, "GET /v2/recipients");
    assertThat(unused(WANTED, id).get("scopes").toString()).isEqualTo("[\"gifts:read\"]");
  }

  @Test
  @DisplayName("K12 K23 a service of the version before tells the last route alone, and it counts")
  void oldReporter() {
    var seen =
        SeenKey.newBuilder()
            .setId(id)
            .setAtUnixMs(Instant.now().toEpochMilli())
            .setRoute("GET /v1/gifts")
            .setSourceAddress("192.0.2.7");
    reports(UsageReport.newBuilder().addKeys(seen));
    assertThat(unused(WANTED, id).get("scopes").toString())
        .isEqualTo("[\"gifts:send\",\"recipients:read\"]");
  }

  @Test
  @DisplayName("K23 what it used at auth itself counts, by itself and by a token of it")
  void atAuth() {
    var own = directory.key(account, "keys:read accounts:read", "");
    var ownId = own.get("id").asText();
    var token = Directory.token(stranger, own);
    assertThat(stranger.get(keys, "Authorization", "Bearer " + token).status()).isEqualTo(200);
    try (var gift = Peer.service("gift")) {
      assertThat(
              gift.awaits(
                  SOON,
                  () ->
                      unused("keys:read accounts:read", ownId)
                          .get("scopes")
                          .toString()
                          .equals("[\"accounts:read\"]")))
          .isTrue();
    }
    assertThat(unused("keys:read", ownId).get("versions"))
        .as("auth's own v1 is no version of the registry")
        .hasSize(2);
  }

  @Test
  @DisplayName("K23 of what nobody serves any more it says that the scope is not known")
  void unknown() {
    use(id, "GET /v1/gone", "GET /v1/gifts");
    assertThat(unused(WANTED, id).get("unknownRoutes").toString())
        .isEqualTo("[{\"service\":\"gift\",\"route\":\"GET /v1/gone\"}]");
    Registry.forgetRoutes();
    var blind = unused(WANTED, id);
    assertThat(blind.get("unknownRoutes")).hasSize(2);
    assertThat(blind.get("scopes")).hasSize(3);
  }

  @Test
  @DisplayName("K23 of the time before uses were written down, or a restore, it claims nothing")
  void since() {
    var later = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
    Registry.countRoutesFrom(account, later);
    assertThat(Instant.parse(unused(WANTED, id).get("since").asText())).isEqualTo(later);
  }

  @Test
  @DisplayName("K2 K23 a key that is foreign, unseen, unknown or none has one answer, and no uses")
  void invisible() {
    assertThat(
            operator
                .post("/v1/accounts/" + account + "/sub-accounts", "{\"id\":\"sales\"}")
                .status())
        .isEqualTo(201);
    var foreign = directory.key(directory.account("standard", "optional"), WANTED, "");
    var foreignId = foreign.get("id").asText();
    use(foreignId, "GET /v1/gifts");
    var none = preview(WANTED, "?predecessor=000000000000");
    assertThat(none.outcome()).isEqualTo("400 malformed-request");
    assertThat(none.text()).contains("predecessor").doesNotContain("unused");
    for (String other : List.of(foreignId, "x", "key:" + id)) {
      assertThat(faults(preview(WANTED, "?predecessor=" + other))).isEqualTo(faults(none));
    }
    var sales =
        directory.key(account, "keys:write", "gifts:read", ", \"subAccounts\": [\"sales\"]");
    var body = Directory.body("gifts:read", "", ", \"subAccounts\": [\"sales\"]");
    var path = keys + "/preview?predecessor=" + id;
    var unseen = stranger.post(path, body, "X-Api-Key", sales.get("key").asText());
    assertThat(faults(unseen)).isEqualTo(faults(none));
    assertThat(Outbox.ofAccount(account))
        .filteredOn(event -> event.action().equals("key.preview"))
        .extracting(event -> event.target() + " " + event.reason())
        .contains("key:" + foreignId + " not-visible", "key:" + id + " not-visible");
    for (String query : List.of("?predecessor=", "?predecessor=" + id + "&predecessor=" + id)) {
      assertThat(preview(WANTED, query).outcome()).isEqualTo("400 malformed-request");
    }
  }

  private static String faults(Answer answer) {
    return answer.outcome() + " " + answer.json().get("detail") + answer.json().get("errors");
  }

  @Test
  @DisplayName("K7 K23 who asks for a wider key than its own reads nothing of the predecessor")
  void wider() {
    var admin = directory.key(account, "keys:write", "gifts:read");
    var answer =
        stranger.post(
            keys + "/preview?predecessor=" + id,
            Directory.body(WANTED, "", ""),
            "X-Api-Key",
            admin.get("key").asText());
    assertThat(answer.outcome()).isEqualTo("403 wider-than-issuer");
    assertThat(answer.text()).doesNotContain("unused");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("K23 what is no route is reported in vain:")
  @ValueSource(strings = {"", "GET", "/v1/gifts", "GET /v1/a b", "GET /v1/\u0000", "get /v1/gifts"})
  void malformed(String route) {
    assertThatThrownBy(() -> use(id, route))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
  }

  @Test
  @DisplayName("K23 no key leaves nothing behind, and one with 1,000 routes of a service no more")
  void bounded() {
    use("000000000000", "GET /v1/gifts");
    for (String some : List.of("a", "b")) {
      use(id, IntStream.range(0, 900).mapToObj(i -> "GET /v1/" + some + i).toArray(String[]::new));
    }
    use(id, "GET /v1/more");
    assertThat(Registry.ask("select count(*) from key_route where key = '000000000000'"))
        .isEqualTo("0");
    assertThat(Registry.ask("select count(*) from key_route where key = '" + id + "'"))
        .isEqualTo("1800");
    use(id, "GET /v1/gifts");
    assertThat(Registry.ask("select count(*) from key_route where key = '" + id + "'"))
        .isEqualTo("1800");
  }

  @Test
  @DisplayName("K23 it is forgotten 90 days after the key has ended, and not before")
  void forgotten() {
    var ended = directory.key(account, "gifts:read", "").get("id").asText();
    use(id, "GET /v1/gifts");
    use(ended, "GET /v1/gifts");
    var count = "select count(*) from key_route where key in ('%s', '%s')".formatted(id, ended);
    Registry.endKey(ended, "89 days");
    table.forget();
    assertThat(Registry.ask(count)).isEqualTo("2");
    Registry.endKey(ended, "91 days");
    table.forget();
    assertThat(Registry.ask(count)).isEqualTo("1");
  }
}
