package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Visitor;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Endpoints that are told of gifts, and what is queued for them.
@QuarkusTest
class WebhookTest extends ApiTest {
  private static final String ACCOUNT = "webhook-acme";
  private static final String URL = "https://hooks.acme.example/giftwarden";
  private static final String ALL =
      """
      {"url":"%s","events":["gift.created","gift.sent","gift.viewed","gift.claimed","gift.shipped",
       "gift.delivered","gift.declined","gift.expired","gift.cancelled"]%s}
      """;

  private Partner acme;
  private Partner north;

  @BeforeEach
  void partners() {
    acme = partner(ACCOUNT);
    north = partner(ACCOUNT, token -> token.subAccounts("north"));
  }

  @AfterEach
  void remove() throws SQLException {
    try (Connection postgres = GiftDatabase.as("postgres")) {
      GiftDatabase.update(postgres, "delete from webhook");
      postgres.commit();
    }
  }

  private static String all(String more) {
    return ALL.formatted(URL, more);
  }

  private static Answer made(Partner partner, String body) {
    Answer answer = partner.post("/v2/webhooks", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }

  private static List<String> types(Partner partner, String webhook) {
    return partner
        .get("/v2/webhooks/" + webhook + "/deliveries?limit=100")
        .json()
        .path("data")
        .findValuesAsText("type");
  }

  @Test
  @DisplayName("G8 a secret is shown once, and stored wrapped")
  void secretOnce() throws SQLException {
    Answer answer = made(acme.with("Idempotency-Key", "webhook-once"), all(""));
    String secret = answer.json().path("secret").asText();
    assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(records(1, answer)).extracting(event -> event.action()).contains("webhook.create");

    Answer again = acme.with("Idempotency-Key", "webhook-once").post("/v2/webhooks", all(""));
    assertThat(again.id()).isEqualTo(answer.id());
    assertThat(again.json().has("secret")).isFalse();
    for (String path : List.of("/v2/webhooks", "/v2/webhooks/" + answer.id())) {
      assertThat(acme.get(path).text()).contains(answer.id()).doesNotContain("whsec_", "secret\"");
    }
    try (Connection postgres = GiftDatabase.as("postgres")) {
      byte[] raw = java.util.Base64.getDecoder().decode(secret.substring(6));
      assertThat(
              GiftDatabase.number(
                  postgres,
                  "select count(*) from webhook where position(?::bytea in secret) > 0",
                  raw))
          .isZero();
    }
  }

  @ParameterizedTest(name = "G8 no endpoint is {0}")
  @ValueSource(
      strings = {
        "{}",
        "{\"url\":\"https://hooks.acme.example/\"}",
        "{\"events\":[\"gift.sent\"]}",
        "{\"url\":\"https://hooks.acme.example/\",\"events\":[]}",
        "{\"url\":\"https://hooks.acme.example/\",\"events\":[null]}",
        "{\"url\":\"https://hooks.acme.example/\",\"events\":[\"gift.lost\"]}",
        "{\"url\":\"http://hooks.acme.example/\",\"events\":[\"gift.sent\"]}",
        "{\"url\":\"https://10.0.0.1/\",\"events\":[\"gift.sent\"]}",
        "{\"url\":\"https://[::1]/\",\"events\":[\"gift.sent\"]}",
        "{\"url\":\"https://hooks.acme.example/\",\"events\":[\"gift.sent\"],\"secret\":\"x\"}"
      })
  void refuses(String body) {
    assertThat(acme.post("/v2/webhooks", body).problem()).isEqualTo("malformed-request");
  }

  @Test
  @DisplayName("G8 what the database has in a list has a row for each event, in one transaction")
  void queued() throws SQLException {
    String webhook = made(acme, all("")).id();
    String few = made(acme, "{\"url\":\"%s\",\"events\":[\"gift.cancelled\"]}".formatted(URL)).id();
    String budget = openBudget(acme, 10_000);
    String cancelled = sent(acme, budget, 100).id();
    assertThat(acme.post("/v1/gifts/" + cancelled + "/cancel", null).status()).isEqualTo(200);
    String shipped = sent(acme, budget, 100).id();
    claim(shipped);
    acme.post("/v2/fulfilments/" + shipped + "/ship", "{\"carrier\":\"DHL\"}");
    acme.post("/v2/fulfilments/" + shipped + "/deliver", null);
    assertThat(acme.post("/v1/gifts", gift(budget, 1_000_000)).status()).isEqualTo(402);

    assertThat(types(acme, webhook).reversed())
        .containsExactlyInAnyOrder(
            "gift.sent",
            "gift.cancelled",
            "gift.sent",
            "gift.viewed",
            "gift.claimed",
            "gift.shipped",
            "gift.delivered");
    assertThat(types(acme, few)).containsExactly("gift.cancelled");
    try (Connection postgres = GiftDatabase.as("postgres")) {
      assertThat(
              GiftDatabase.number(
                  postgres,
                  """
                  select count(*) from (
                    select sequence > lag(sequence) over (order by happened_at, sequence) as rises
                      from webhook_delivery where gift_id = ?) as steps
                   where not rises
                  """,
                  shipped))
          .as("in the order in which they happened")
          .isZero();
      assertThat(
              GiftDatabase.number(
                  postgres,
                  """
                  select count(*) from webhook_delivery d
                   where d::text ~* 'anna|berlin|birthday|@example|augusta|dorset|london'
                  """))
          .as("G9 nobody is in the queue")
          .isZero();
    }
  }

  private void claim(String gift) {
    String url = acme.post("/v2/gifts/" + gift + "/link", null).json().path("url").asText();
    Answer claimed =
        new Visitor(stack())
            .post(
                url.substring(url.lastIndexOf('/')) + "/claim",
                "name=Augusta+King&line1=1+Dorset+Street&city=London&country=gb");
    assertThat(claimed.status()).as(claimed.text()).isEqualTo(303);
  }

  @Test
  @DisplayName("K2 G8 an endpoint is told of its sub-account's gifts, or of all; none of another's")
  void tenants() {
    String whole = made(acme, all("")).id();
    String ofNorth = made(north, all("")).id();
    String ofSouth = made(acme, all(",\"subAccount\":\"south\"")).id();
    Partner other = partner("webhook-other");
    String foreign = made(other, all("")).id();
    sent(north, openBudget(north, 1_000), 100);

    assertThat(types(acme, whole)).containsExactly("gift.sent");
    assertThat(types(north, ofNorth)).containsExactly("gift.sent");
    assertThat(types(acme, ofSouth)).isEmpty();
    assertThat(types(other, foreign)).isEmpty();
    for (String hidden : List.of(whole, ofSouth, foreign, "whk_" + NOWHERE, "x")) {
      String path = "/v2/webhooks/" + hidden;
      assertThat(north.get(path).problem()).isEqualTo("not-found");
      assertThat(north.get(path + "/deliveries").problem()).isEqualTo("not-found");
      assertThat(north.post(path + "/test", null).problem()).isEqualTo("not-found");
      assertThat(north.post(path + "/rotate", null).problem()).isEqualTo("not-found");
      assertThat(north.send("PATCH", path, "{\"active\":false}").problem()).isEqualTo("not-found");
      assertThat(north.send("DELETE", path, null).problem()).isEqualTo("not-found");
    }
    assertThat(north.post("/v2/webhooks", all(",\"subAccount\":\"south\"")).status())
        .isEqualTo(400);
  }

  @Test
  @DisplayName(
      "G9 who sees people opens an endpoint to them, with a reason; nobody else touches it")
  void exposes() {
    String open = all(",\"exposePii\":true,\"piiReason\":\"prints the labels\"");
    Answer refused = acme.post("/v2/webhooks", open);
    assertThat(refused.outcome()).isEqualTo("403 wider-than-issuer");
    for (String half :
        List.of(
            ",\"exposePii\":true",
            ",\"piiReason\":\"x\"",
            ",\"exposePii\":false,\"piiReason\":\"x\"")) {
      assertThat(acme.post("/v2/webhooks", all(half)).problem()).isEqualTo("malformed-request");
    }
    Partner seeing = partner(ACCOUNT, token -> token.exposePii());
    Answer made = made(seeing, open);
    assertThat(made.json().path("exposePii").asBoolean()).isTrue();
    assertThat(made.json().path("piiReason").asText()).isEqualTo("prints the labels");
    assertThat(records(2, made)).extracting(event -> event.action()).contains("webhook.expose");
    String path = "/v2/webhooks/" + made.id();
    assertThat(acme.send("PATCH", path, "{\"url\":\"https://evil.example/\"}").outcome())
        .isEqualTo("403 wider-than-issuer");
    assertThat(acme.post(path + "/rotate", null).outcome()).isEqualTo("403 wider-than-issuer");
    assertThat(seeing.send("PATCH", path, "{\"active\":false}").status()).isEqualTo(200);
    assertThat(acme.send("DELETE", path, null).status()).isEqualTo(204);
  }

  @Test
  @DisplayName("G8 a change holds from now on; what is not active is told of nothing")
  void changes() {
    String webhook = made(acme, all("")).id();
    String path = "/v2/webhooks/" + webhook;
    Answer changed = acme.send("PATCH", path, "{\"active\":false,\"events\":[\"gift.sent\"]}");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().path("events")).hasSize(1);
    assertThat(changed.json().path("url").asText()).isEqualTo(URL);
    sent(acme, openBudget(acme, 1_000), 100);
    assertThat(types(acme, webhook)).isEmpty();
    assertThat(acme.post(path + "/test", null).problem()).isEqualTo("conflict");
    assertThat(acme.send("PATCH", path, "{}").problem()).isEqualTo("malformed-request");
    assertThat(acme.send("PATCH", path, "{\"url\":\"https://10.0.0.1/\"}").problem())
        .isEqualTo("malformed-request");
    assertThat(acme.send("DELETE", path, null).status()).isEqualTo(204);
    assertThat(acme.send("DELETE", path, null).problem()).isEqualTo("not-found");
  }

  @Test
  @DisplayName("G8 a message is queued by a test, and again when somebody asks")
  void tests() throws SQLException {
    String path = "/v2/webhooks/" + made(acme, all("")).id();
    Answer tested = acme.post(path + "/test", null);
    assertThat(tested.status()).as(tested.text()).isEqualTo(201);
    JsonNode queued = tested.json();
    assertThat(queued.path("type").asText()).isEqualTo("webhook.test");
    assertThat(queued.path("status").asText()).isEqualTo("waiting");
    asPostgres("update webhook_delivery set status = 'dead', done_at = now(), attempts = 20");
    JsonNode dead = acme.get(path + "/deliveries").json().at("/data/0");
    assertThat(dead.path("status").asText()).isEqualTo("dead");
    assertThat(dead.path("nextAt").isNull()).isTrue();

    String again = path + "/deliveries/" + tested.id() + "/redeliver";
    Answer waits = acme.with("Idempotency-Key", "again").post(again, null);
    assertThat(waits.status()).as(waits.text()).isEqualTo(200);
    assertThat(waits.json().path("status").asText()).isEqualTo("waiting");
    assertThat(waits.json().path("attempts").asInt()).isZero();
    assertThat(acme.with("Idempotency-Key", "again").post(again, null).headers())
        .containsEntry("idempotent-replayed", "true");
    assertThat(records(1, waits)).extracting(event -> event.action()).contains("webhook.redeliver");
    for (String other : List.of("msg_" + NOWHERE, "x")) {
      assertThat(acme.post(path + "/deliveries/" + other + "/redeliver", null).problem())
          .isEqualTo("not-found");
    }
  }

  private static void asPostgres(String sql) throws SQLException {
    try (Connection postgres = GiftDatabase.as("postgres")) {
      GiftDatabase.update(postgres, sql);
      postgres.commit();
    }
  }

  @Test
  @DisplayName("G8 a rotation shows another secret once, and says until when the old one signs")
  void rotates() throws SQLException {
    Answer made = made(acme, all(""));
    Answer rotated = acme.post("/v2/webhooks/" + made.id() + "/rotate", null);
    assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
    assertThat(rotated.json().path("secret").asText())
        .startsWith("whsec_")
        .isNotEqualTo(made.json().path("secret").asText());
    assertThat(rotated.json().path("previousSecretUntil").isTextual()).isTrue();
    assertThat(acme.get("/v2/webhooks/" + made.id()).json().has("secret")).isFalse();
    try (Connection postgres = GiftDatabase.as("postgres")) {
      assertThat(
              GiftDatabase.number(
                  postgres, "select count(*) from webhook where previous_secret is not null"))
          .isOne();
    }
  }

  @Test
  @DisplayName("G8 there are 20 endpoints in one place at most, also if all are made at once")
  void limited() throws Exception {
    List<Answer> answers = atOnce(24, () -> acme.post("/v2/webhooks", all("")));
    List<Integer> statuses = new ArrayList<>();
    answers.forEach(answer -> statuses.add(answer.status()));
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(20);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(4);
    assertThat(acme.get("/v2/webhooks?limit=100").json().path("data")).hasSize(20);
    made(acme, all(",\"subAccount\":\"north\""));
  }

  @Test
  @DisplayName("G8 who reads webhooks changes none, and who sends gifts sees none")
  void scopes() {
    String path = "/v2/webhooks/" + made(acme, all("")).id();
    Partner reader = partner(ACCOUNT, token -> token.scopes(Scope.WEBHOOKS_READ));
    Partner sender = partner(ACCOUNT, token -> token.scopes(Scope.GIFTS_SEND));
    assertThat(reader.get(path).status()).isEqualTo(200);
    assertThat(reader.send("DELETE", path, null).problem()).isEqualTo("insufficient-scope");
    assertThat(reader.post(path + "/test", null).problem()).isEqualTo("insufficient-scope");
    assertThat(sender.get(path).problem()).isEqualTo("insufficient-scope");
  }
}
