package dev.giftwarden.auth.story;

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
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@AuthTest
@DisplayName("K23 what whoever holds a key can do with it")
class BlastRadiusTest {
  private static final String ADMIN = "keys:write keys:read";

  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");
  private final String keys = "/v1/accounts/" + account + "/keys";

  @BeforeEach
  void nobodyHasSaidAnything() {
    Registry.reset();
    Registry.forgetRoutes();
  }

  private static AnnouncedRoute.Builder route(String text, Door door, String... scopes) {
    return AnnouncedRoute.newBuilder()
        .setRoute(text)
        .setDoor(door)
        .addAllScopes(List.of(scopes))
        .setVersioned(true);
  }

  private static RouteAnnouncement announcement(AnnouncedRoute.Builder... routes) {
    var told = RouteAnnouncement.newBuilder();
    for (var route : routes) {
      told.addRoutes(route);
    }
    return told.build();
  }

  private static void announce(String service, AnnouncedRoute.Builder... routes) {
    try (var peer = Peer.service(service)) {
      var _ = peer.stub().announceRoutes(announcement(routes));
    }
  }

  private JsonNode report(JsonNode key) {
    var answer = operator.get(keys + "/" + key.get("id").asText() + "/blast-radius");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static Set<String> routes(JsonNode report, String service) {
    var found = new TreeSet<String>();
    for (var route : report.get("routes")) {
      if (route.get("service").asText().equals(service)) {
        found.add(route.get("route").asText());
      }
    }
    return found;
  }

  @Test
  @DisplayName("K23 a new row in another service's table is in the report by itself")
  void rowsAppear() {
    var key = directory.key(account, "gifts:read", "");
    assertThat(routes(report(key), "gift")).isEmpty();
    assertThat(report(key).get("unknownServices").toString()).isEqualTo("[\"audit\",\"gift\"]");
    announce("gift", route("GET /v1/gifts", Door.SCOPES, "gifts:read"));
    assertThat(routes(report(key), "gift")).containsExactly("GET /v1/gifts");
    assertThat(report(key).get("unknownServices").toString()).isEqualTo("[\"audit\"]");
    announce(
        "gift",
        route("GET /v1/gifts", Door.SCOPES, "gifts:read"),
        route("GET /v1/wishes", Door.SCOPES, "gifts:read", "wishes:read"),
        route("POST /v1/wishes", Door.SCOPES, "wishes:write"),
        route("POST /v1/oracle", Door.OPERATORS));
    assertThat(routes(report(key), "gift")).containsExactly("GET /v1/gifts", "GET /v1/wishes");
  }

  @Test
  @DisplayName("K23 replicas of two releases serve what either has; what is gone is forgotten")
  void union() {
    var key = directory.key(account, "gifts:read", "");
    announce("gift", route("GET /v1/old", Door.SCOPES, "gifts:read"));
    announce("gift", route("GET /v1/new", Door.SCOPES, "gifts:read"));
    announce("gift", route("GET /v1/new", Door.SCOPES, "gifts:read"));
    assertThat(Registry.ask("select count(*) from served_route where service = 'gift'"))
        .as("the same again is the same")
        .isEqualTo("2");
    assertThat(routes(report(key), "gift")).containsExactly("GET /v1/new", "GET /v1/old");
    Registry.ageRoutes("16 minutes");
    assertThat(routes(report(key), "gift")).as("both were the last").hasSize(2);
    announce("gift", route("GET /v1/new", Door.SCOPES, "gifts:read"));
    assertThat(routes(report(key), "gift")).containsExactly("GET /v1/new");
    Registry.ageRoutes("16 minutes");
    assertThat(routes(report(key), "gift")).as("silent, not gone").containsExactly("GET /v1/new");
    for (int release = 0; release < 20; release++) {
      announce("gift", route("GET /v1/r" + release, Door.ANYBODY));
    }
    assertThat(Registry.ask("select count(distinct release) from served_route")).isEqualTo("8");
  }

  static List<Arguments> bad() {
    var good = route("GET /v1/gifts", Door.SCOPES, "gifts:read");
    return List.of(
        row("nothing", RouteAnnouncement.Builder::clearRoutes),
        row("a route twice", told -> told.addRoutes(good)),
        row("no door", told -> told.addRoutes(route("GET /v1/x", Door.DOOR_UNSPECIFIED))),
        row(
            "a door of a later release",
            told -> told.addRoutes(route("GET /v1/x", Door.ANYBODY).setDoorValue(77))),
        row("no path", told -> told.addRoutes(route("GET", Door.ANYBODY))),
        row("no method", told -> told.addRoutes(route("/v1/x", Door.ANYBODY))),
        row("another language", told -> told.addRoutes(route("GET /v1/<b>", Door.ANYBODY))),
        row(
            "a path without end",
            told -> told.addRoutes(route("GET /" + "x".repeat(300), Door.ANYBODY))),
        row("too many", told -> told.addAllRoutes(Collections.nCopies(500, good.build()))));
  }

  private static Arguments row(String name, UnaryOperator<RouteAnnouncement.Builder> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("K23 an announcement that cannot be understood is refused whole:")
  @MethodSource("bad")
  void refuses(String name, UnaryOperator<RouteAnnouncement.Builder> change) {
    var told =
        change
            .apply(announcement(route("GET /v1/gifts", Door.SCOPES, "gifts:read")).toBuilder())
            .build();
    try (var gift = Peer.service("gift")) {
      assertThatThrownBy(() -> gift.stub().announceRoutes(told))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
    assertThat(Registry.ask("select count(*) from served_route")).isEqualTo("0");
  }

  @Test
  @DisplayName("K23 it says where the key works, until when, and that its tokens are for anybody")
  void where() {
    var bound = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    var key =
        directory.key(
            account,
            "gifts:read",
            "",
            ", \"networks\": [\"192.0.2.0/24\"], \"versions\": [\"v2\"], \"name\": \"Ada's\"");
    var report = report(key);
    assertThat(report.at("/where/networks").toString()).isEqualTo("[\"192.0.2.0/24\"]");
    assertThat(report.at("/where/versions").toString()).isEqualTo("[\"v2\"]");
    assertThat(report.at("/where/mtls").asText()).isEqualTo("optional");
    assertThat(report.at("/where/bearerTokens").asBoolean()).isTrue();
    assertThat(report.get("expiresAt")).isEqualTo(key.get("expiresAt"));
    assertThat(report.get("wholeAccount").asBoolean()).isTrue();
    assertThat(report.has("grants")).isFalse();
    assertThat(report.toString()).doesNotContain("Ada's");
    assertThat(report.has("spendLimit")).isFalse();
    var limit = "{\"amount\":500,\"currency\":\"EUR\",\"period\":\"week\"}";
    var spender = directory.key(account, "gifts:send", "", ", \"spendLimit\": " + limit);
    assertThat(report(spender).get("spendLimit").toString()).isEqualTo(limit);
    assertThat(report(spender).at("/spending/path").asText())
        .isEqualTo(
            "/v2/spending?amount=500&currency=EUR&period=week&root=" + spender.get("id").asText());
    assertThat(report.has("spending")).isFalse();
    var other = directory.key(account, "gifts:read", "", ", \"certificates\": [\"" + bound + "\"]");
    assertThat(report(other).at("/where/certificateRequired").asBoolean()).isTrue();
    assertThat(report(other).at("/where/bearerTokens").asBoolean()).isFalse();
  }

  @Test
  @DisplayName("K23 a key that has ended, or whose account is suspended, does nothing now")
  void ended() {
    var key = directory.key(account, "gifts:read", "");
    assertThat(report(key).get("works").asBoolean()).isTrue();
    assertThat(operator.post("/v1/accounts/" + account + "/suspend", "").status()).isEqualTo(200);
    assertThat(report(key).get("works").asBoolean()).isFalse();
    assertThat(report(key).get("accountSuspended").asBoolean()).isTrue();
    assertThat(operator.post("/v1/accounts/" + account + "/resume", "").status()).isEqualTo(200);
    Registry.endKey(key.get("id").asText());
    assertThat(report(key).get("state").asText()).isEqualTo("expired");
    assertThat(report(key).get("works").asBoolean()).isFalse();
  }

  @Test
  @DisplayName("K21 K23 of a key that others can read it says what is left to it")
  void exposed() {
    announce(
        "gift",
        route("GET /v1/gifts", Door.SCOPES, "gifts:read"),
        route("POST /v1/gifts", Door.SCOPES, "gifts:send"));
    var key = directory.key(account, "gifts:read gifts:send keys:write", "budgets:read");
    assertThat(report(key).get("exposed").asBoolean()).isFalse();
    assertThat(routes(report(key), "gift")).hasSize(2);
    Registry.exposeUnheard(key.get("id").asText());
    var left = report(key);
    assertThat(left.get("exposed").asBoolean()).isTrue();
    assertThat(left.get("scopes").toString()).isEqualTo("[\"gifts:read\"]");
    assertThat(routes(left, "gift")).containsExactly("GET /v1/gifts");
    assertThat(left.has("grants")).isFalse();
  }

  @Test
  @DisplayName("K23 an administrator's certificates:write opens what its account's clients may")
  void clients() {
    directory.client(account, "erp", "gifts:send");
    directory.client(account, "sandbox", "gifts:send", "test");
    var report = report(directory.key(account, "certificates:write", ""));
    assertThat(report.at("/grants/clients").toString())
        .isEqualTo("[{\"client\":\"erp\",\"scopes\":[\"gifts:send\"]}]");
    assertThat(report.at("/grants/scopes")).isEmpty();
  }

  @Test
  @DisplayName("K2 K23 nobody reads of a key that is not theirs to see")
  void invisible() {
    assertThat(operator.post("/v1/accounts/" + account + "/sub-accounts", "{\"id\": \"sales\"}"))
        .extracting(answer -> answer.status())
        .isEqualTo(201);
    var whole = directory.key(account, "gifts:read", "");
    var sales = directory.key(account, ADMIN, "gifts:read", ", \"subAccounts\": [\"sales\"]");
    var path = keys + "/%s/blast-radius";
    var seesOwn = path.formatted(sales.get("id").asText());
    var seesWhole = path.formatted(whole.get("id").asText());
    assertThat(stranger.get(seesWhole).outcome()).isEqualTo("401 credentials-missing");
    assertThat(get(whole, seesWhole)).isEqualTo("403 insufficient-scope");
    assertThat(get(sales, seesOwn)).isEqualTo("200");
    assertThat(get(sales, seesWhole)).isEqualTo("404 not-found");
    assertThat(Outbox.ofAccount(account))
        .anyMatch(event ->
            event.action().equals("key.read")
                && event.actor().equals("key:" + sales.get("id").asText()));
    var foreign = directory.key(directory.account("standard", "optional"), ADMIN, "gifts:read");
    assertThat(get(foreign, seesWhole)).isEqualTo("404 not-found");
    assertThat(get(foreign, path.formatted("000000000000"))).isEqualTo("404 not-found");
    assertThat(operator.get(path.formatted("no-key")).outcome()).isEqualTo("404 not-found");
  }

  private String get(JsonNode as, String path) {
    var answer = stranger.get(path, "X-Api-Key", as.get("key").asText());
    return answer.status() == 200 ? "200" : answer.outcome();
  }

  @Test
  @DisplayName("K23 a preview is the report of the key that is made then, and makes none")
  void preview() {
    announce("gift", route("GET /v1/gifts", Door.SCOPES, "gifts:read").setShowsPeople(true));
    var body = Directory.body("gifts:read", "", ", \"versions\": [\"v1\"]");
    var before = Registry.ask("select count(*) from api_key");
    var said = operator.post(keys + "/preview", body);
    assertThat(said.status()).as(said.text()).isEqualTo(200);
    assertThat(Registry.ask("select count(*) from api_key")).isEqualTo(before);
    assertThat(said.json().has("key")).isFalse();
    var made = operator.post(keys, body).json();
    for (var same : List.of("routes", "where", "people", "scopes", "expiresAt", "environment")) {
      assertThat(report(made).get(same)).as(same).isEqualTo(said.json().get(same));
    }
    assertThat(said.json().get("people").asText()).isEqualTo("masked");
  }

  static List<Arguments> faults() {
    return List.of(
        Arguments.of("no scope", Directory.body("", "", "")),
        Arguments.of("a scope that it grants", Directory.body("gifts:read", "gifts:read", "")),
        Arguments.of(
            "people without a reason", Directory.body("gifts:read", "", ", \"exposePii\": true")),
        Arguments.of(
            "an unknown sub-account",
            Directory.body("gifts:read", "", ", \"subAccounts\": [\"nowhere\"]")),
        Arguments.of("a field of none", Directory.body("gifts:read", "", ", \"x\": 1")),
        Arguments.of(
            "a certificate of none",
            Directory.body("gifts:read", "", ", \"certificates\": [\"x\"]")));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("K23 what is wrong with a key is answered as where it is made:")
  @MethodSource("faults")
  void faulty(String name, String body) {
    var previewed = operator.post(keys + "/preview", body);
    var made = operator.post(keys, body);
    assertThat(previewed.status()).isEqualTo(400).isEqualTo(made.status());
    assertThat(previewed.json().get("errors")).isEqualTo(made.json().get("errors"));
  }

  @Test
  @DisplayName("K7 K23 a preview of a wider key is refused as the key would be, and recorded")
  void wider() {
    var admin = directory.key(account, ADMIN, "gifts:read");
    var body = Directory.body("gifts:send", "", "");
    var previewed = stranger.post(keys + "/preview", body, "X-Api-Key", secret(admin));
    assertThat(Outbox.ofAccount(account)).anyMatch(event -> event.action().equals("key.preview"));
    var made = stranger.post(keys, body, "X-Api-Key", secret(admin));
    assertThat(previewed.outcome()).isEqualTo("403 wider-than-issuer").isEqualTo(made.outcome());
    assertThat(previewed.json().get("errors")).isEqualTo(made.json().get("errors"));
    var reader = directory.key(directory.account("standard", "optional"), "keys:read", "");
    assertThat(stranger.post(keys + "/preview", body, "X-Api-Key", secret(reader)).outcome())
        .isEqualTo("403 insufficient-scope");
    assertThat(stranger.post(keys + "/preview", body).outcome())
        .isEqualTo("401 credentials-missing");
  }

  private static String secret(JsonNode key) {
    return key.get("key").asText();
  }
}
