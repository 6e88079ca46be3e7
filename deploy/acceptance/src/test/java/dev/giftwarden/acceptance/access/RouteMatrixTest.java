package dev.giftwarden.acceptance.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.access.PackagedTables.Route;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.local.stack.Service;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every caller at every route. The routes are those that the running services describe, what is to
/// be expected is what the packaged access tables say.
class RouteMatrixTest {
  private static final House HOUSE = House.started();
  private static final Set<Service> ALL = EnumSet.allOf(Service.class);

  /// Where an operator changes something: what it ends of an account would end the others' tokens.
  private static final String UNKNOWN = "no-such-account";

  private static final String NOWHERE = "0123456789ABCDEFGHIJKL";
  private static final String IN = "let in";

  private static final Set<String> READING = new TreeSet<>();
  private static final List<Visitor> VISITORS = new ArrayList<>();
  private static Partner acme;
  private static Visitor nobody;
  private static Visitor reader;
  private static Visitor full;
  private static Visitor stranger;

  @BeforeAll
  static void everybody() {
    Set<String> scopes = partnerScopes();
    scopes.stream().filter(scope -> scope.endsWith(":read")).forEach(READING::add);
    acme = Partner.enterprise(HOUSE, "matrix");
    nobody = Visitor.of(HOUSE, "nobody", Identity.NONE, ALL);
    Visitor certificate = Visitor.of(HOUSE, "a certificate alone", acme.certificate, ALL);
    reader = certificate.with("a read-only key", tokens(acme, READING), READING);
    full = certificate.with("a key of every scope", tokens(acme, scopes), scopes);
    Partner other = Partner.enterprise(HOUSE, "other");
    stranger =
        Visitor.of(HOUSE, "other", other.certificate, ALL)
            .with("a key of every scope of another account", tokens(other, scopes), scopes);
    VISITORS.addAll(
        List.of(nobody, certificate, reader, full, stranger, standard(), administrator()));
    VISITORS.add(
        Visitor.of(HOUSE, "an operator", HOUSE.operator(), EnumSet.of(Service.AUTH)).asOperator());
    for (Service service : Service.values()) {
      Identity identity = new Identity(HOUSE.home().given(service).resolve("internal"));
      VISITORS.add(Visitor.of(HOUSE, service.id() + " itself", identity, Set.of()));
    }
  }

  private static Set<String> partnerScopes() {
    Reply metadata =
        HOUSE.curl(Identity.NONE, HOUSE.auth + "/.well-known/oauth-authorization-server");
    var scopes = new TreeSet<String>();
    metadata.json().get("scopes_supported").forEach(scope -> scopes.add(scope.asText()));
    return scopes;
  }

  private static Function<Service, @Nullable String> tokens(
      Partner partner, Set<String> scopes, String... members) {
    Partner.Key key = partner.key(List.copyOf(scopes), members);
    Map<Service, String> tokens = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      tokens.put(service, partner.token(key, service.id()));
    }
    return tokens::get;
  }

  /// No certificate, and the key itself with every call.
  private static Visitor standard() {
    Set<String> scopes = Set.of("gifts:read", "gifts:send");
    String secret = Partner.standard(HOUSE, "plain").key(List.copyOf(scopes)).secret();
    return nobody.with("a standard account's bare key", _ -> secret, scopes);
  }

  /// What it may hand out it cannot use.
  private static Visitor administrator() {
    Partner partner = Partner.enterprise(HOUSE, "run");
    Set<String> scopes = Set.of("keys:read", "keys:write");
    var tokens = tokens(partner, scopes, "\"grantableScopes\":[\"gifts:send\",\"gifts:read\"]");
    return Visitor.of(HOUSE, "run", partner.certificate, ALL)
        .with("an administrator's key", tokens, scopes);
  }

  private static Map<String, Route> table(Service service) {
    return new PackagedTables(service).routes();
  }

  /// As the running service tells everybody: method and path, such as `GET /v1/gifts/{id}`.
  private static Set<String> described(Service service) {
    Reply reply = HOUSE.curl(Identity.NONE, HOUSE.ports().https(service) + "/openapi?format=json");
    var routes = new TreeSet<String>();
    reply
        .json()
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(
                    method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return routes;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Z3 K1 every route that is described has its row, and every row its route:")
  void everyRouteHasARow(Service service) {
    assertThat(described(service)).isNotEmpty().isEqualTo(table(service).keySet());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Z3 K1 K3 every caller meets what the table says at every route, and nothing moves:")
  void matrix(Service service) throws SQLException {
    String before = books();
    Map<String, String> wanted = new TreeMap<>();
    Map<String, String> met = new TreeMap<>();
    table(service)
        .forEach((route, rule) -> {
          for (Visitor visitor : VISITORS) {
            wanted.put(route + " by " + visitor, expected(service, rule, visitor));
            met.put(route + " by " + visitor, decision(knock(visitor, service, route)));
          }
        });
    assertThat(met).hasSizeGreaterThanOrEqualTo(3 * VISITORS.size()).isEqualTo(wanted);
    assertThat(books()).isEqualTo(before);
  }

  private static String expected(Service service, Route rule, Visitor visitor) {
    if (!visitor.admitted().contains(service)) {
      return Visitor.HANDSHAKE;
    }
    if (rule.open() || (rule.operator() && visitor.operator())) {
      return IN;
    }
    if (visitor.scopes().isEmpty()) {
      if (rule.own() && visitor.certified()) {
        return IN;
      }
      return rule.scopes().isEmpty() ? "401 certificate-required" : "401 credentials-missing";
    }
    return rule.scopes().stream().anyMatch(visitor.scopes()::contains)
        ? IN
        : "403 insufficient-scope";
  }

  private static String decision(String outcome) {
    boolean keptOut =
        outcome.equals(Visitor.HANDSHAKE)
            || outcome.startsWith("401 ")
            || outcome.equals("403 insufficient-scope")
            || !outcome.matches("[2-4].*");
    return keptOut ? outcome : IN;
  }

  private static String knock(Visitor visitor, Service service, String route) {
    String[] words = route.split(" ");
    String account = visitor.operator() && !words[0].equals("GET") ? UNKNOWN : acme.account;
    return visitor.knock(HOUSE, service, words[0], path(words[1], account));
  }

  static String path(String template, String account) {
    return template
        .replace("{account}", account)
        .replace("{client}", "erp")
        .replace("{key}", "000000000000")
        .replace("{id}", NOWHERE)
        .replace("{version}", "v9")
        .replaceAll("[{][a-z]+}", "erp");
  }

  @Test
  @DisplayName("K1 a read-only key gets 200 from every list, and from no route that changes things")
  void readOnly() {
    int lists = 0;
    int changes = 0;
    for (Service service : Service.values()) {
      for (Map.Entry<String, Route> row : table(service).entrySet()) {
        if (row.getValue().scopes().isEmpty()) {
          continue;
        }
        String route = row.getKey();
        String met = knock(reader, service, route);
        // What is read only by whoever also changes it, such as where a gift is shipped to.
        boolean ofWhoChanges = row.getValue().scopes().stream().noneMatch(READING::contains);
        if (!route.startsWith("GET ") || ofWhoChanges) {
          changes++;
          assertThat(met).as(route).isEqualTo("403 insufficient-scope");
        } else if (route.replace("{account}", "").contains("{")) {
          assertThat(met).as(route).isIn("404 not-found", "400 malformed-request");
        } else {
          lists++;
          assertThat(met).as(route).isEqualTo("200");
        }
      }
    }
    assertThat(lists).isGreaterThanOrEqualTo(8);
    assertThat(changes).isGreaterThanOrEqualTo(6);
  }

  @Test
  @DisplayName("K2 Z3 a key of every scope of another account finds nothing at this one's paths")
  void otherAccount() {
    table(Service.AUTH)
        .forEach((route, rule) -> {
          if (route.contains("{account}") && !rule.scopes().isEmpty()) {
            assertThat(knock(full, Service.AUTH, route)).as(route).matches("(200|201|400|404).*");
            // The body is read first; that it is none says nothing about the account.
            assertThat(knock(stranger, Service.AUTH, route))
                .as(route)
                .isIn("404 not-found", "400 malformed-request");
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Z3 methods that are no routes let nobody in, whoever asks:")
  void otherMethods(Service service) {
    Set<String> routes = table(service).keySet();
    for (String template : routes.stream().map(route -> route.split(" ")[1]).distinct().toList()) {
      for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")) {
        if (isServed(routes, method, template)) {
          continue;
        }
        boolean head = method.equals("HEAD") && isServed(routes, "GET", template);
        for (Visitor visitor : List.of(nobody, full)) {
          String met = visitor.knock(HOUSE, service, method, path(template, acme.account));
          String asked = method + " " + template + " by " + visitor;
          if (head) {
            String get = visitor.knock(HOUSE, service, "GET", path(template, acme.account));
            assertThat(met.split(" ")[0]).as(asked).isEqualTo(get.split(" ")[0]);
          } else if (method.equals("OPTIONS")) {
            assertThat(met).as("names the methods, as /openapi does: " + asked).isEqualTo("200");
          } else if (method.equals("HEAD")) {
            assertThat(met).as("has no body to say more: " + asked).isIn("405 ", "405", "404 ");
          } else {
            // 404 where another resource's paths begin alike, and the framework looks there.
            boolean oauth = template.startsWith("/oauth2/"); // refuses as RFC 6749 says
            String refused = oauth ? "405" : "405 method-not-allowed";
            assertThat(met).as(asked).isIn(refused, "404 not-found");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Z3 the public port has none of the framework's own pages:")
  void noFrameworkPages(Service service) {
    List<String> pages =
        Stream.of(
                "",
                "/dev",
                "/dev-ui",
                "/openapi",
                "/swagger-ui",
                "/arc",
                "/health",
                "/health/ready")
            .map(page -> "/q" + page)
            .toList();
    for (String page : pages) {
      assertThat(nobody.knock(HOUSE, service, "GET", page)).as(page).isEqualTo("404 not-found");
      assertThat(full.knock(HOUSE, service, "GET", page)).as(page).isEqualTo("404 not-found");
    }
    for (String page : List.of("/q/metrics", "/metrics", "/health", "/swagger-ui", "/graphql")) {
      assertThat(nobody.knock(HOUSE, service, "GET", page)).as(page).isEqualTo("404 not-found");
    }
    assertThat(nobody.knock(HOUSE, service, "GET", "/openapi")).isEqualTo("200");
  }

  /// By the route of another template too: a key could be called as the path beside it.
  private static boolean isServed(Set<String> routes, String method, String template) {
    String asked = method + " " + template;
    return routes.stream()
        .map(route -> route.replaceAll("[{][a-zA-Z]+}", "[^/]+"))
        .anyMatch(asked::matches);
  }

  /// Every row that money is in, of all accounts.
  private static String books() throws SQLException {
    var books = new StringBuilder();
    try (var connection = HOUSE.superuser("gift");
        var statement = connection.createStatement()) {
      for (String table : List.of("budget", "gift", "ledger_line")) {
        String sql = "select count(*), md5(string_agg(t::text, '|' order by t::text)) from %s t";
        try (var row = statement.executeQuery(sql.formatted(table))) {
          row.next();
          books.append(table).append(row.getLong(1)).append(Objects.toString(row.getString(2)));
        }
      }
    }
    return books.toString();
  }
}
