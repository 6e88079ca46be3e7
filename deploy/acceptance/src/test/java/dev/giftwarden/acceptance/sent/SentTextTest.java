package dev.giftwarden.acceptance.sent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What is no text, sent to every field of every body that the three services take: the fields come
/// from the services' own documents, so a new one is tried or this test fails.
class SentTextTest {
  private static final House HOUSE = House.started();

  /// In JSON; refused everywhere.
  private static final Map<String, String> REFUSED = new LinkedHashMap<>();

  /// Refused wherever something is written on one line.
  private static final Map<String, String> REFUSED_IN_LINES = new LinkedHashMap<>();

  static {
    REFUSED.put("NUL", "\"a\\u0000b\"");
    REFUSED.put("an escape", "\"\\u001b[31ma\"");
    REFUSED.put("delete", "\"a\\u007f\"");
    REFUSED.put("a control of Latin-1", "\"a\\u0085b\"");
    REFUSED.put("half a character", "\"a\\ud83d\"");
    REFUSED.put("the other half", "\"\\udf81a\"");
    REFUSED.put("a non-character", "\"a\\uffff\"");
    REFUSED.put("what is not assigned", "\"a\\u0378\"");
    REFUSED.put("an override", "\"\\u202eevil\"");
    REFUSED.put("an annotation", "\"a\\ufff9b\"");
    REFUSED.put("nothing", "\"\"");
    REFUSED.put("blanks", "\"  \"");
    REFUSED.put("a no-break space", "\"\\u00a0\"");
    REFUSED.put("a zero width space", "\"\\u200b\"");
    REFUSED.put("a word joiner", "\"\\u2060\"");
    REFUSED.put("a filler", "\"\\u3164\"");
    REFUSED.put("a number", "12");
    REFUSED.put("a fraction", "1.5");
    REFUSED.put("true", "true");
    REFUSED.put("a list of the good", "[" + Bodies.GOOD + "]");
    REFUSED.put("an object that holds the good", "{\"value\":" + Bodies.GOOD + "}");
    REFUSED.put("an object that holds nothing", "{}");
    REFUSED.put("an empty list", "[]");
    REFUSED.put("too much", "\"" + "x".repeat(2_000) + "\"");
    REFUSED_IN_LINES.put("a tab", "\"a\\tb\"");
    REFUSED_IN_LINES.put("a line end", "\"a\\nb\"");
    REFUSED_IN_LINES.put("a line separator", "\"a\\u2028b\"");
    REFUSED_IN_LINES.put("a hidden break", "\"a\\u200bb\"");
    REFUSED_IN_LINES.put("a soft hyphen", "\"a\\u00adb\"");
    REFUSED_IN_LINES.put("a direction", "\"a\\u200f\"");
  }

  private static final Set<String> MESSAGES = Set.of("/message", "/items/0/gift/message");

  private static Partner partner;
  private static Partner.Key key;
  private static Map<String, String> tokens = Map.of();
  private static Bodies bodies;
  private static String webhook;

  private static final Map<String, Https> CLIENTS = new TreeMap<>();

  @BeforeAll
  static void aPartner() {
    partner = Partner.enterprise(HOUSE, "sent").withSubAccount("north");
    key =
        partner.key(
            List.of(
                "gifts:read",
                "gifts:send",
                "gifts:fulfil",
                "budgets:read",
                "budgets:write",
                "campaigns:read",
                "campaigns:write",
                "recipients:read",
                "recipients:write",
                "webhooks:read",
                "webhooks:write",
                "audit:read"),
            "\"exposePii\":true,\"piiReason\":\"has webhooks told\"");
    renewTokens();
    bodies = new Bodies(partner, token("gift"));
    webhook =
        HOUSE
            .post(
                partner.certificate,
                HOUSE.gift + "/v2/webhooks",
                "{\"url\":\"https://hooks.acme.example/\",\"events\":[\"gift.sent\"]}",
                "--oauth2-bearer",
                token("gift"))
            .text("/id");
  }

  /// What was changed may have ended those there were.
  private static void renewTokens() {
    tokens = Map.of("gift", partner.token(key, "gift"), "audit", partner.token(key, "audit"));
  }

  @Test
  @DisplayName("E1 every field of every body is tried here")
  void triesEveryField() {
    Map<String, Set<String>> documented = new TreeMap<>();
    urls().values().forEach(url -> documented.putAll(Documented.of(HOUSE, url).bodies()));
    Map<String, Set<String>> tried = new TreeMap<>();
    bodies
        .all()
        .forEach((path, some) -> {
          Set<String> fields = new TreeSet<>();
          some.forEach(body -> fields(body, "", fields));
          tried.put(path, fields);
        });
    assertThat(tried.keySet()).isEqualTo(documented.keySet());
    documented.forEach((path, fields) -> assertThat(tried.get(path)).as(path).containsAll(fields));
  }

  private static void fields(JsonNode node, String at, Set<String> found) {
    if (node.isArray()) {
      node.forEach(item -> fields(item, at, found));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = at.isEmpty() ? field.getKey() : at + "." + field.getKey();
      found.add(name);
      fields(field.getValue(), name, found);
    }
  }

  @Test
  @DisplayName(
      "E1 K4 what is no text is refused in every field of every body, and the good is taken")
  void refusesWhatIsNoText() {
    List<String> wrong = new ArrayList<>();
    bodies
        .all()
        .forEach((path, some) -> {
          for (JsonNode body : some) {
            for (String field : Bodies.texts(body)) {
              refused(field)
                  .forEach((kind, value) -> {
                    Answer answer = post(path, Bodies.with(body, field, value));
                    if (!wanted(field).contains(answer.outcome())) {
                      wrong.add(
                          path + field + ", " + kind + ": " + answer.status() + answer.text());
                    }
                  });
            }
          }
        });
    assertThat(wrong).isEmpty();
    bodies
        .all()
        .forEach((path, some) -> {
          for (JsonNode body : some) {
            Answer answer = post(path, body.toString());
            if (Bodies.TO_NOBODY.contains(path)) {
              assertThat(answer.status()).as(path + answer.text()).isEqualTo(404);
            } else {
              assertThat(answer.status()).as(path + answer.text()).isIn(200, 201, 202);
            }
          }
          renewTokens();
        });
  }

  /// A text that is no certification request has a name of its own.
  private static Set<String> wanted(String field) {
    String malformed = "400 malformed-request";
    return field.equals("/csr") ? Set.of(malformed, "400 csr-unreadable") : Set.of(malformed);
  }

  private static Map<String, String> refused(String field) {
    Map<String, String> all = new LinkedHashMap<>(REFUSED);
    if (!MESSAGES.contains(field)) {
      all.putAll(REFUSED_IN_LINES);
    }
    return all;
  }

  @Test
  @DisplayName("E4 every list of every service reads its parameters alike")
  void refusesQueries() {
    List<String> wrong = new ArrayList<>();
    urls()
        .forEach((service, url) ->
            Documented.of(HOUSE, url)
                .queries()
                .forEach((path, names) -> {
                  for (String query : spoilt(names)) {
                    Answer answer = send(service, "GET " + path + "?" + query, null);
                    if (!answer.outcome().equals("400 malformed-request")) {
                      wrong.add(path + "?" + query + ": " + answer.status() + answer.text());
                    }
                  }
                  String good = names.contains("limit") ? path + "?limit=1" : path;
                  assertThat(send(service, "GET " + good, null).status()).isEqualTo(200);
                }));
    assertThat(wrong).isEmpty();
  }

  private static List<String> spoilt(List<String> names) {
    List<String> queries = new ArrayList<>(List.of("nosuch=1", "limit=1&limit=1"));
    for (String name : names) {
      queries.add(name + "=a%00b");
      queries.add(name + "=a%0Ab");
      queries.add(name.toUpperCase(Locale.ROOT) + "=1");
    }
    for (String limit :
        List.of("", "0", "101", "abc", "1.0", "1e1", "01", "%2B1", "99999999999", "%D9%A1")) {
      queries.add("limit=" + limit);
    }
    return queries;
  }

  private static Map<String, String> urls() {
    return new TreeMap<>(Map.of("auth", HOUSE.auth, "gift", HOUSE.gift, "audit", HOUSE.audit));
  }

  private static Answer post(String route, String json) {
    boolean auths = route.matches("[A-Z]+ /v1/(accounts|certificates|versions|keys).*");
    return send(auths ? "auth" : "gift", route, json);
  }

  /// At auth an operator, elsewhere a partner.
  ///
  /// @param route method and path
  private static Answer send(String service, String route, @Nullable String json) {
    String[] words = route.split(" ", 2);
    String url =
        urls().get(service) + path(words[1]).replace("{version}", json == null ? "v1" : "v9");
    var request = HttpRequest.newBuilder(URI.create(url));
    if (json != null) {
      request
          .header("Content-Type", "application/json")
          .method(words[0], BodyPublishers.ofString(json));
    }
    if (!service.equals("auth")) {
      request.header("Authorization", "Bearer " + token(service));
    }
    return CLIENTS.computeIfAbsent(service, SentTextTest::client).send(request);
  }

  /// What a client loses, another one loses than the partner's own: one that is made with the good
  /// body of another path.
  private static String path(String template) {
    boolean ofClient = template.matches(".*/[{]client}(/revoke)?");
    return template
        .replace("{account}", partner.account)
        .replace("{client}", ofClient ? "crm" : "erp")
        .replace("{key}", "000000000000")
        .replace("{serial}", "4f0d2c")
        .replace("/webhooks/{id}", "/webhooks/" + webhook)
        .replace("{id}", "gft_0123456789ABCDEFGHIJKL");
  }

  private static String token(String service) {
    return Objects.requireNonNull(tokens.get(service));
  }

  private static Https client(String service) {
    var identity = service.equals("auth") ? HOUSE.operator() : partner.certificate;
    Path folder = Objects.requireNonNull(identity.folder());
    return Https.over(
        Tls.as(TlsFolder.open(folder, InstantSource.system()), service), HttpClient.Version.HTTP_2);
  }
}
