package dev.giftwarden.acceptance.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Node;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.local.stack.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What auth says that a key reaches, against what it does reach: every route of every service is
/// tried with it. The routes tried are those of the packages that run, what is said comes from what
/// the running services announced.
class BlastRadiusTest {
  private static final House HOUSE = House.started();

  private static Partner acme;
  private static Partner plain;

  /// @param bare without a certificate, and the key itself with every call
  record Holder(String name, Partner partner, Partner.Key key, boolean bare) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void everybodyHasAnnounced() {
    acme = Partner.enterprise(HOUSE, "radius").withSubAccount("north").withSubAccount("south");
    plain = Partner.standard(HOUSE, "radius-plain");
    Partner.Key first = acme.key(List.of("gifts:read"));
    String unknown =
        Eventually.becomes(
            Duration.ofSeconds(30),
            "[]",
            () -> report(acme, first).path("unknownServices").toString());
    assertThat(unknown).isEqualTo("[]");
  }

  private static JsonNode report(Partner partner, Partner.Key key) {
    return HOUSE
        .curl(
            HOUSE.operator(),
            HOUSE.auth + "/v1/accounts/" + partner.account + "/keys/" + key.id() + "/blast-radius")
        .json();
  }

  static Stream<Holder> holders() {
    List<String> reading =
        List.of(
            "gifts:status:read",
            "gifts:read",
            "budgets:read",
            "recipients:read",
            "accounts:read",
            "keys:read",
            "certificates:read",
            "audit:read");
    return Stream.of(
        of("a read-only key", acme.key(reading)),
        of("a sender", acme.sender()),
        of("an auditor", acme.key(List.of("audit:read"))),
        of("a key of one sub-account", acme.sender("\"subAccounts\":[\"north\"]")),
        of("a key of one version", acme.sender("\"versions\":[\"v2\"]")),
        of(
            "a key that sees people",
            acme.sender("\"exposePii\":true", "\"piiReason\":\"prints the labels\"")),
        of("a key for the status alone", acme.key(List.of("gifts:status:read"))),
        new Holder("a bare key of a standard account", plain, plain.sender(), true),
        administrator());
  }

  private static Holder of(String name, Partner.Key key) {
    return new Holder(name, acme, key, false);
  }

  /// Of an account of its own: where it is, no operator makes a key any more.
  private static Holder administrator() {
    Partner run = Partner.enterprise(HOUSE, "radius-run");
    Partner.Key key =
        run.key(
            List.of("keys:read", "keys:write", "certificates:write"),
            "\"grantableScopes\":[\"gifts:send\",\"recipients:read\"]");
    return new Holder("an administrator", run, key, false);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("holders")
  @DisplayName("K23 the report names a route exactly where the key is not refused with 401 or 403:")
  void equalsBruteForce(Holder holder) {
    Set<String> reached = new TreeSet<>();
    Map<String, String> met = probe(holder);
    met.forEach((route, outcome) -> {
      if (!outcome.startsWith("401") && !outcome.startsWith("403")) {
        reached.add(route);
      }
    });
    JsonNode report = report(holder.partner(), holder.key());
    assertThat(said(report.get("routes"))).as(met.toString()).isEqualTo(reached);
    assertThat(met).hasSizeGreaterThan(60);
    assertThat(report.get("works").asBoolean()).isTrue();
    assertThat(report.at("/where/bearerTokens").asBoolean()).isEqualTo(holder.bare());
  }

  @Test
  @DisplayName(
      "K23 none: what the report of any key names as open to anybody, nobody needs one for")
  void nobody() {
    Visitor nobody = Visitor.of(HOUSE, "nobody", Identity.NONE, EnumSet.allOf(Service.class));
    Set<String> open = new TreeSet<>();
    for (JsonNode route : report(acme, acme.key(List.of("gifts:status:read"))).get("routes")) {
      if (!route.get("opens").asText().equals("scopes")) {
        open.add(name(route));
      }
    }
    Set<String> reached = new TreeSet<>();
    for (Service service : Service.values()) {
      for (String route : new PackagedTables(service).routes().keySet()) {
        String outcome = knock(nobody, service, route, acme);
        if (!outcome.startsWith("401") && !outcome.startsWith("403")) {
          reached.add(service.id() + " " + route);
        }
      }
    }
    assertThat(open).isNotEmpty().isEqualTo(reached);
  }

  @Test
  @DisplayName("K23 a revoked key does nothing now, and the report says so and what it could do")
  void revoked() {
    Partner.Key key = acme.sender();
    Holder holder = of("revoked", key);
    String token = acme.token(key, "gift");
    String revoke = HOUSE.auth + "/v1/accounts/" + acme.account + "/keys/" + key.id() + "/revoke";
    assertThat(HOUSE.curl(HOUSE.operator(), revoke, "--request", "POST").status()).isEqualTo(200);
    JsonNode report = report(acme, key);
    assertThat(report.get("works").asBoolean()).isFalse();
    assertThat(report.get("state").asText()).isEqualTo("revoked");
    Visitor visitor = visitor(holder, Map.of(Service.GIFT, token));
    String dead =
        Eventually.becomes(
            Duration.ofSeconds(10),
            "401 key-revoked",
            () -> knock(visitor, Service.GIFT, "GET /v1/gifts", acme));
    assertThat(dead).startsWith("401 ");
    for (JsonNode route : report.get("routes")) {
      if (route.get("service").asText().equals("gift")) {
        assertThat(knock(visitor, Service.GIFT, route.get("route").asText(), acme)).isEqualTo(dead);
      }
    }
  }

  @Test
  @DisplayName("K23 a key opens no RPC of any service, and the report names none")
  void rpcs() {
    Partner.Key key = acme.sender();
    Set<String> methods = new TreeSet<>();
    List<List<String>> calls = new ArrayList<>();
    for (Service service : Service.values()) {
      methods.addAll(new PackagedTables(service).described());
    }
    for (Service at : Service.values()) {
      for (String method : methods) {
        for (String credential : List.of("", "key", "token")) {
          String address = "localhost:" + HOUSE.ports().of(at).grpc();
          calls.add(List.of(address, method, "partner", credential));
        }
      }
    }
    JsonNode codes =
        Node.run(
            "rpcs.mjs",
            Map.of(
                "ca", HOUSE.root().toString(),
                "identities",
                    Map.of(
                        "partner",
                        Map.of(
                            "cert", acme.certificate.certificate().toString(),
                            "key", acme.certificate.key().toString())),
                "tokens", Map.of("key", key.secret(), "token", acme.token(key, "gift")),
                "calls", calls));
    assertThat(codes).hasSize(calls.size()).hasSizeGreaterThan(30);
    codes.forEach(code ->
        assertThat(code.asText()).isIn("UNAVAILABLE", "PERMISSION_DENIED", "UNAUTHENTICATED"));
    report(acme, key)
        .get("routes")
        .forEach(route -> assertThat(route.get("route").asText()).startsWith(verb(route) + " /"));
  }

  private static String verb(JsonNode route) {
    return route.get("route").asText().split(" ")[0];
  }

  @Test
  @DisplayName("K23 people are where the service says: masked, unmasked, or nobody")
  void people() {
    JsonNode masked = report(acme, acme.key(List.of("recipients:read", "budgets:read")));
    assertThat(masked.get("people").asText()).isEqualTo("masked");
    assertThat(showing(masked, "masked"))
        .containsExactlyInAnyOrder(
            "gift GET /v1/recipients",
            "gift GET /v1/recipients/{id}",
            "gift GET /v2/recipients",
            "gift GET /v2/recipients/export",
            "gift GET /v2/recipients/{id}");
    String pii = "\"exposePii\":true,\"piiReason\":\"prints the labels for Ada\"";
    JsonNode clear = report(acme, acme.key(List.of("gifts:send"), pii));
    assertThat(clear.get("people").asText()).isEqualTo("unmasked");
    assertThat(showing(clear, "unmasked"))
        .containsExactlyInAnyOrder(
            "gift POST /v1/gifts", "gift POST /v2/gifts", "gift POST /v2/gifts/batch");
    assertThat(clear.toString()).doesNotContain("labels for");
    JsonNode none = report(acme, acme.key(List.of("gifts:status:read"), pii));
    assertThat(none.get("people").asText()).isEqualTo("none");
    assertThat(showing(none, "unmasked")).isEmpty();
  }

  private static Set<String> showing(JsonNode report, String how) {
    Set<String> found = new TreeSet<>();
    for (JsonNode route : report.get("routes")) {
      if (route.get("people").asText().equals(how)) {
        found.add(name(route));
      }
    }
    return found;
  }

  private static Set<String> said(JsonNode routes) {
    Set<String> said = new TreeSet<>();
    routes.forEach(route -> said.add(name(route)));
    return said;
  }

  private static String name(JsonNode route) {
    return route.get("service").asText() + " " + route.get("route").asText();
  }

  /// Every route of every service, and what this one meets there.
  private static Map<String, String> probe(Holder holder) {
    Map<Service, String> shown = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      shown.put(
          service,
          holder.bare()
              ? holder.key().secret()
              : holder.partner().token(holder.key(), service.id()));
    }
    Visitor visitor = visitor(holder, shown);
    Map<String, String> met = new TreeMap<>();
    for (Service service : Service.values()) {
      for (String route : new PackagedTables(service).routes().keySet()) {
        String outcome = knock(visitor, service, route, holder.partner());
        assertThat(outcome).as(route).matches("[2-4]\\d\\d.*").doesNotStartWith("429");
        met.put(service.id() + " " + route, outcome);
      }
    }
    return met;
  }

  private static Visitor visitor(Holder holder, Map<Service, String> shown) {
    Identity over = holder.bare() ? Identity.NONE : holder.partner().certificate;
    return Visitor.of(HOUSE, holder.name(), over, EnumSet.allOf(Service.class))
        .with(holder.name(), shown::get, Set.of());
  }

  private static String knock(Visitor visitor, Service service, String route, Partner partner) {
    String[] words = route.split(" ");
    return visitor.knock(HOUSE, service, words[0], RouteMatrixTest.path(words[1], partner.account));
  }

  @Test
  @DisplayName("K23 K7 what an administrator can grant is what the widest of its keys reaches")
  void grants() {
    Partner other = Partner.enterprise(HOUSE, "granting");
    Partner.Key administrator =
        other.key(
            List.of("keys:read", "keys:write"),
            "\"grantableScopes\":[\"gifts:send\",\"gifts:read\"]");
    JsonNode grants = report(other, administrator).get("grants");
    String token = other.token(administrator, "auth");
    String keys = HOUSE.auth + "/v1/accounts/" + other.account + "/keys";
    String body =
        "{\"environment\":\"live\",\"scopes\":[\"gifts:send\",\"gifts:read\"],\"expiresAt\":\"%s\"}"
            .formatted(report(other, administrator).get("expiresAt").asText());
    JsonNode preview =
        HOUSE.post(other.certificate, keys + "/preview", body, "--oauth2-bearer", token).json();
    JsonNode made = HOUSE.post(other.certificate, keys, body, "--oauth2-bearer", token).json();
    Partner.Key child = new Partner.Key(made.get("id").asText(), made.get("key").asText());
    JsonNode childReport = report(other, child);
    assertThat(byScope(childReport)).isNotEmpty().isEqualTo(said(grants.get("routes")));
    assertThat(preview.get("routes")).isEqualTo(childReport.get("routes"));
    assertThat(preview.has("key")).isFalse();
    assertThat(childReport.has("grants")).isFalse();
  }

  private static Set<String> byScope(JsonNode report) {
    Set<String> found = new TreeSet<>();
    for (JsonNode route : report.get("routes")) {
      if (route.get("opens").asText().equals("scopes")) {
        found.add(name(route));
      }
    }
    return found;
  }
}
