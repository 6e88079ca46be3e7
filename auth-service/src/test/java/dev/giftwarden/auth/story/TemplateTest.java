package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.apikey.template.KeyTemplate;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.testkit.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("K16 templates of keys")
class TemplateTest {
  private static final Instant EXPIRY =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(2));

  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");
  private final String keys = "/v1/accounts/" + account + "/keys";

  @Test
  @DisplayName("K16 the list of each is pinned: whoever changes one changes this test too")
  void pinned() {
    var lists = new TreeMap<String, String>();
    for (var template : stranger.get("/v1/key-templates").json().get("items")) {
      lists.put(
          template.get("name").asText(),
          template.get("scopes") + " " + template.get("grantableScopes"));
    }
    var expected = new TreeMap<String, String>();
    expected.put("gift-status-reader", "[\"gifts:status:read\"] []");
    expected.put(
        "gift-sender", "[\"gifts:status:read\",\"gifts:send\",\"gifts:link\",\"budgets:read\"] []");
    expected.put("gift-fulfiller", "[\"gifts:fulfil\"] []");
    expected.put("recipient-manager", "[\"recipients:read\",\"recipients:write\"] []");
    expected.put("auditor", "[\"audit:read\"] []");
    expected.put(
        "administrator",
        "[\"accounts:read\",\"keys:read\",\"keys:write\",\"certificates:read\","
            + "\"certificates:write\"] [\"gifts:status:read\",\"gifts:read\",\"gifts:send\","
            + "\"gifts:cancel\",\"gifts:link\",\"gifts:fulfil\",\"budgets:read\","
            + "\"budgets:write\",\"campaigns:read\",\"campaigns:write\",\"recipients:read\","
            + "\"recipients:write\",\"recipients:erase\",\"webhooks:read\",\"webhooks:write\","
            + "\"audit:read\"]");
    assertThat(lists).isEqualTo(expected);
  }

  @Test
  @DisplayName("K16 K7 an administrator of a template makes a key of each of the others")
  void everyTemplate() {
    var admin = made(operator.post(keys, body("administrator", "")));
    var bearer = new String[] {"Authorization", "Bearer " + admin.get("key").asText()};
    for (var template : KeyTemplate.values()) {
      var answer = stranger.post(keys, body(template.text(), ""), bearer);
      if (template == KeyTemplate.ADMINISTRATOR) {
        assertThat(answer.outcome()).isEqualTo("403 wider-than-issuer");
      } else {
        assertThat(made(answer).get("template").asText()).isEqualTo(template.text());
      }
    }
  }

  @Test
  @DisplayName("K16 what a key may do is stored with it, whatever becomes of its template")
  void expanded() {
    var sender = made(operator.post(keys, body("gift-sender", "")));
    var id = sender.get("id").asText();
    assertThat(Registry.ask("select scopes::text from api_key where id = '" + id + "'"))
        .contains("gifts:send", "gifts:status:read", "budgets:read");
    Registry.renameTemplate(id, "of-last-year");
    var seen = operator.get(keys + "/" + id).json();
    assertThat(seen.get("template").asText()).isEqualTo("of-last-year");
    assertThat(seen.get("scopes")).isEqualTo(sender.get("scopes"));
    var token = stranger.postForm("/oauth2/token", Directory.secret(sender));
    assertThat(token.json().get("scope").asText())
        .isEqualTo("gifts:status:read gifts:send gifts:link budgets:read");
    var plain = made(operator.post(keys, Directory.body("gifts:read", "", "")));
    assertThat(plain.has("template")).isFalse();
  }

  @Test
  @DisplayName(
      "K16 an unknown template is refused with the names of all, and one beside scopes too")
  void refuses() {
    var unknown = operator.post(keys, body("gift-giver", ""));
    assertThat(unknown.outcome()).isEqualTo("400 malformed-request");
    assertThat(unknown.text()).contains("\"template\"");
    for (var template : KeyTemplate.values()) {
      assertThat(unknown.text()).contains(template.text());
    }
    for (var beside : new String[] {"scopes", "grantableScopes"}) {
      var both = operator.post(keys, body("gift-sender", ", \"" + beside + "\": [\"gifts:read\"]"));
      assertThat(both.outcome()).isEqualTo("400 malformed-request");
      assertThat(both.json().at("/errors/0/field").asText()).isEqualTo("template");
    }
    var neither = operator.post(keys, body("", "").replace("\"template\": \"\", ", ""));
    assertThat(neither.outcome()).isEqualTo("400 malformed-request");
    assertThat(neither.text()).contains("scopes");
  }

  @Test
  @DisplayName("E2 K16 the same word with another template is another request")
  void anotherRequest() {
    String[] word = {"Idempotency-Key", "template"};
    assertThat(operator.post(keys, body("auditor", ""), word).status()).isEqualTo(201);
    assertThat(operator.post(keys, body("auditor", ""), word).headers())
        .containsEntry("idempotent-replayed", "true");
    assertThat(operator.post(keys, body("gift-sender", ""), word).outcome())
        .isEqualTo("422 idempotency-key-reused");
  }

  private static String body(String template, String more) {
    return """
    {"environment": "live", "template": "%s", "expiresAt": "%s"%s}\
    """
        .formatted(template, EXPIRY, more);
  }

  private static JsonNode made(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }
}
