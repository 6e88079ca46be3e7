package dev.giftwarden.acceptance.sent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Shop;
import dev.giftwarden.testkit.KeyInHand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A good body with every field there is, for each route that takes JSON; two where fields exclude
/// each other.
final class Bodies {
  /// In a value for [#with]: what is there now.
  static final String GOOD = "<good>";

  private static final ObjectMapper JSON = new ObjectMapper();

  /// A whole one, which nobody has made.
  private static final String NOBODYS_KEY =
      "gwk_test_000000000000_0000000000000000000000000000001iDcwD";

  private final Map<String, List<JsonNode>> bodies = new TreeMap<>();

  private static final String ENDS_A_VERSION = "POST /v1/versions/{version}/deprecate";
  private static final String GRANTS_CLIENT = "PATCH /v1/accounts/{account}/clients/{client}";
  private static final String GRANTS_CERTIFICATE = GRANTS_CLIENT + "/certificates/{serial}";

  private static final String ROTATES = "POST /v1/accounts/{account}/keys/{key}/rotate";

  private static final String LIMITS = "PATCH /v1/accounts/{account}/keys/{key}";

  private static final String CAMPAIGN = "PATCH /v2/campaigns/{id}";

  private static final String SHIPS = "POST /v2/fulfilments/{id}/ship";

  /// Sent to what does not exist: nobody could take back that a version ends, and no operator
  /// rotates a key that an administrator made or raises its limit.
  static final Set<String> TO_NOBODY =
      Set.of(ENDS_A_VERSION, GRANTS_CLIENT, GRANTS_CERTIFICATE, ROTATES, LIMITS, SHIPS, CAMPAIGN);

  Bodies(Partner partner, String token) {
    String budget = partner.budget(token, 5_000);
    Instant soon = Instant.now().plus(Duration.ofHours(1));
    put(
        "POST /v1/accounts",
        "{\"id\":\"%s-b\",\"plan\":\"enterprise\",\"mtls\":\"optional\"}"
            .formatted(partner.account));
    put(
        "PATCH /v1/accounts/{account}",
        "{\"plan\":\"enterprise\",\"mtls\":\"required\",\"revokeUnusedKeysAfter\":\"P90D\"}");
    put("POST /v1/accounts/{account}/sub-accounts", "{\"id\":\"south\"}");
    put(
        "POST /v1/accounts/{account}/clients",
        """
        {"id":"crm","name":"Our CRM","environment":"live","scopes":["gifts:read"],
         "versions":["v1"]}
        """);
    put("POST /v1/accounts/{account}/clients/{client}/revoke", "{\"reason\":\"superseded\"}");
    put(
        "POST /v1/accounts/{account}/clients/{client}/certificates/{serial}/revoke",
        "{\"reason\":\"keyCompromise\",\"notAfter\":\"%s\"}".formatted(soon));
    put(
        "POST /v1/certificates/revoke",
        """
        {"reason":"superseded","serial":"4f0d2c","notAfter":"%s",
         "holder":"spiffe://services.giftwarden.example/none"}
        """
            .formatted(soon));
    put(
        "POST /v1/certificates/revoke",
        "{\"reason\":\"superseded\",\"certificate\":\"%s\"}".formatted(someCertificate()));
    for (String keys : List.of("", "/preview")) {
      put(
          "POST /v1/accounts/{account}/keys" + keys,
          """
          {"name":"a key","environment":"live","scopes":["gifts:read"],
           "grantableScopes":["gifts:send"],"expiresAt":"%s","notBefore":"%s",
           "subAccounts":["north"],"networks":["192.0.2.0/24"],"versions":["v1"],
           "certificates":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
           "exposePii":true,"piiReason":"labels",
           "spendLimit":{"amount":500,"currency":"EUR","period":"week","perGift":50}}
          """
              .formatted(soon.plus(Duration.ofDays(1)), soon));
      put(
          "POST /v1/accounts/{account}/keys" + keys,
          "{\"environment\":\"live\",\"template\":\"auditor\",\"expiresAt\":\"%s\"}"
              .formatted(soon));
    }
    put("POST /v1/keys/exposed", "{\"key\":\"%s\"}".formatted(NOBODYS_KEY));
    put(ROTATES, "{\"overlap\":\"PT24H\"}");
    put(
        LIMITS,
        """
        {"spendLimit":{"amount":50,"currency":"EUR","period":"day","perGift":5}}
        """);
    put("POST /v1/accounts/{account}/clients/{client}/enrolment-codes", "{\"expiresIn\":\"PT1H\"}");
    put(
        "POST /v1/accounts/{account}/clients/{client}/certificates",
        "{\"csr\":\"%s\",\"versions\":[\"v1\"],\"validity\":\"P30D\"}"
            .formatted(KeyInHand.make().pem().replace("\n", "\\n")));
    put(GRANTS_CLIENT, "{\"name\":\"Our ERP\",\"scopes\":[\"gifts:read\"],\"versions\":[\"v1\"]}");
    put(GRANTS_CERTIFICATE, "{\"versions\":[\"v1\"]}");
    put(ENDS_A_VERSION, "{\"sunset\":\"2099-01-01T00:00:00Z\",\"successor\":\"v2\"}");
    put("POST /v1/budgets", "{\"amount\":5,\"currency\":\"EUR\",\"subAccount\":\"north\"}");
    String person =
        """
        "name":"Ada","email":"ada@example.com","phone":"+442079460958",
        "address":{"line1":"1 Main St","line2":"2nd floor","city":"London",
                   "region":"Greater London","postalCode":"SW1A 1AA","country":"GB"}
        """;
    put("POST /v1/recipients", "{%s,\"subAccount\":\"north\"}".formatted(person));
    String gift = "{\"budgetId\":\"%s\",\"amount\":5,\"currency\":\"EUR\",%s}";
    String message = "\"message\":\"Happy\\nbirthday\",";
    put("POST /v1/gifts", gift.formatted(budget, message + "\"recipient\":{" + person + "}"));
    String known = recipient(partner, token);
    put("POST /v1/gifts", gift.formatted(budget, "\"recipientId\":\"" + known + "\""));
    String money = "{\"amount\":5,\"currency\":\"EUR\"}";
    put("POST /v2/budgets", "{\"limit\":%s,\"subAccount\":\"north\"}".formatted(money));
    put("POST /v2/recipients", "{%s,\"subAccount\":\"north\"}".formatted(person));
    String timed =
        "\"sendAt\":\"%s\",\"expiresAt\":\"%s\",".formatted(soon, soon.plus(Duration.ofDays(30)));
    String giftV2 = "{\"budget\":\"%s\",\"value\":%s,%s}";
    put(
        "POST /v2/gifts",
        giftV2.formatted(budget, money, timed + message + "\"recipientData\":{" + person + "}"));
    put("POST /v2/gifts", giftV2.formatted(budget, money, "\"recipient\":\"" + known + "\""));
    String campaign = partner.campaign(token, budget);
    String occasion =
        "{\"campaign\":\"%s\",\"value\":%s,\"recipient\":\"%s\"}".formatted(campaign, money, known);
    put("POST /v2/gifts", occasion);
    Shop.open(House.started());
    String choice = "\"collection\":\"%s\",\"band\":\"%s\"".formatted(Shop.COLLECTION, Shop.BAND);
    String chosen = "{\"budget\":\"%s\",%s,\"recipient\":\"%s\"}".formatted(budget, choice, known);
    put("POST /v2/gifts", chosen);
    String terms =
        "\"value\":%s,\"message\":\"Thank\\nyou\",\"expiresAfterDays\":30".formatted(money);
    put(
        "POST /v2/campaigns",
        "{\"name\":\"Spring\",\"budget\":\"%s\",%s}".formatted(budget, terms));
    put(CAMPAIGN, "{\"name\":\"Summer\",\"closed\":true,%s}".formatted(terms));
    put("POST /v2/campaigns", "{\"name\":\"A\",\"budget\":\"%s\",%s}".formatted(budget, choice));
    put(CAMPAIGN, "{%s}".formatted(choice));
    put(
        "POST /v2/gifts/batch",
        """
        {"mode":"each","items":[{"key":"a","gift":%s},{"key":"b","gift":%s},{"key":"c","gift":%s},
         {"key":"d","gift":%s}]}
        """
            .formatted(
                giftV2.formatted(
                    budget, money, timed + message + "\"recipientData\":{" + person + "}"),
                giftV2.formatted(budget, money, "\"recipient\":\"" + known + "\""),
                occasion,
                chosen));
    String hook = "\"url\":\"https://hooks.acme.example/\",\"events\":[\"gift.sent\"]";
    put(
        "POST /v2/webhooks",
        "{%s,\"subAccount\":\"north\",\"exposePii\":true,\"piiReason\":\"prints the labels\"}"
            .formatted(hook));
    put("PATCH /v2/webhooks/{id}", "{%s,\"active\":true}".formatted(hook));
    put(SHIPS, "{\"carrier\":\"DHL\",\"tracking\":\"JJD000123\"}");
  }

  /// Of a service that does not exist.
  private static String someCertificate() {
    Path pem = House.started().issue("service", "none", "--dns", "localhost").certificate();
    try {
      return Files.readString(pem).replace("\n", "\\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String recipient(Partner partner, String token) {
    return partner.recipient(token, "{\"name\":\"Ada\",\"email\":\"ada@example.com\"}");
  }

  private void put(String path, String json) {
    bodies.computeIfAbsent(path, _ -> new ArrayList<>()).add(parse(json));
  }

  Map<String, List<JsonNode>> all() {
    return bodies;
  }

  /// Every field of a body that holds text, as JSON pointers: also those in lists and objects.
  static List<String> texts(JsonNode body) {
    List<String> found = new ArrayList<>();
    collect(body, "", found);
    return found;
  }

  private static void collect(JsonNode node, String at, List<String> found) {
    if (node.isTextual()) {
      found.add(at);
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      collect(node.get(i), at + "/" + i, found);
    }
    node.properties().forEach(field -> collect(field.getValue(), at + "/" + field.getKey(), found));
  }

  /// The body with another value at one place.
  static String with(JsonNode body, String pointer, String value) {
    JsonNode spoilt = body.deepCopy();
    int cut = pointer.lastIndexOf('/');
    String last = pointer.substring(cut + 1);
    JsonNode holder = spoilt.at(pointer.substring(0, cut));
    String mark = "put it here";
    switch (holder) {
      case ArrayNode list -> list.set(Integer.parseInt(last), mark);
      case ObjectNode object -> object.put(last, mark);
      default -> throw new AssertionError(pointer + " is nowhere in " + body);
    }
    // By text, because a tree holds no half characters.
    return spoilt
        .toString()
        .replace("\"" + mark + "\"", value.replace(GOOD, body.at(pointer).toString()));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
