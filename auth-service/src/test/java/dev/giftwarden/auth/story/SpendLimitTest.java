package dev.giftwarden.auth.story;

import static dev.giftwarden.auth.story.AboutTokens.claims;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.testkit.Answer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuthTest
@DisplayName("K18 a key that can spend so much")
class SpendLimitTest {
  private static final String WEEKLY =
      ", \"spendLimit\": {\"amount\": 50000, \"currency\": \"USD\", \"period\": \"week\","
          + " \"perGift\": 5000}";

  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");

  @Test
  @DisplayName("K18 it is shown as it was asked for, and only gift's tokens say it")
  void made() {
    var key = directory.key(account, "gifts:send", "", WEEKLY);
    var limit = key.get("spendLimit");
    assertThat(limit.toString())
        .isEqualTo("{\"amount\":50000,\"currency\":\"USD\",\"period\":\"week\",\"perGift\":5000}");
    var path = "/v1/accounts/" + account + "/keys/" + key.get("id").asText();
    assertThat(operator.get(path).json().get("spendLimit")).isEqualTo(limit);
    assertThat(spending(key, "gift").toString())
        .isEqualTo(
            "{\"root\":\"%s\",\"amount\":50000,\"currency\":\"USD\",\"period\":\"week\","
                    .formatted(key.get("id").asText())
                + "\"per_gift\":5000}");
    assertThat(spending(key, "audit").isMissingNode()).isTrue();
    assertThat(spending(key, "auth").isMissingNode()).isTrue();
  }

  @Test
  @DisplayName("K18 a key without one has none, nor has its token")
  void without() {
    var key = directory.key(account, "gifts:send", "");
    assertThat(key.has("spendLimit")).isFalse();
    assertThat(spending(key, "gift").isMissingNode()).isTrue();
  }

  @Test
  @DisplayName("K11 K18 whatever takes over from it has the same limit, and spends from the same")
  void rotated() {
    var admin = directory.key(account, "keys:write", "gifts:send", WEEKLY);
    var first = made(admin, "gifts:send", WEEKLY).json();
    var second = rotated(admin, first);
    var third = rotated(admin, second);
    assertThat(third.get("spendLimit")).isEqualTo(first.get("spendLimit"));
    for (var key : new JsonNode[] {first, second, third}) {
      assertThat(spending(key, "gift").get("root")).isEqualTo(first.get("id"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "more | {\"amount\":50001,\"currency\":\"USD\",\"period\":\"week\",\"perGift\":5000}",
        "more per gift | {\"amount\":50000,\"currency\":\"USD\",\"period\":\"week\"}",
        "sooner again | {\"amount\":1,\"currency\":\"USD\",\"period\":\"day\"}",
        "of another kind | {\"amount\":1,\"currency\":\"USD\",\"period\":\"month\"}",
        "another currency | {\"amount\":1,\"currency\":\"EUR\",\"period\":\"once\"}",
        "none | null"
      })
  @DisplayName("K7 K18 whoever is limited makes no key with a wider limit:")
  void notWider(String reason, String limit) {
    var admin = directory.key(account, "keys:write", "gifts:send gifts:read", WEEKLY);
    var refused = made(admin, "gifts:send", ", \"spendLimit\": " + limit);
    assertThat(refused.outcome()).as(reason).isEqualTo("403 wider-than-issuer");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("spendLimit");
    assertThat(made(admin, "gifts:read", "").status()).as("spends nothing").isEqualTo(201);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | {\"amount\":0,\"currency\":\"USD\",\"period\":\"day\"}",
        "less | {\"amount\":-1,\"currency\":\"USD\",\"period\":\"day\"}",
        "too much | {\"amount\":9000000000000001,\"currency\":\"USD\",\"period\":\"day\"}",
        "a fraction | {\"amount\":0.5,\"currency\":\"USD\",\"period\":\"day\"}",
        "text | {\"amount\":\"1\",\"currency\":\"USD\",\"period\":\"day\"}",
        "no amount | {\"currency\":\"USD\",\"period\":\"day\"}",
        "no currency | {\"amount\":1,\"period\":\"day\"}",
        "withdrawn | {\"amount\":1,\"currency\":\"DEM\",\"period\":\"day\"}",
        "no period | {\"amount\":1,\"currency\":\"USD\"}",
        "period null | {\"amount\":1,\"currency\":\"USD\",\"period\":null}",
        "a year | {\"amount\":1,\"currency\":\"USD\",\"period\":\"year\"}",
        "capitals | {\"amount\":1,\"currency\":\"USD\",\"period\":\"DAY\"}",
        "a gift of nothing | {\"amount\":1,\"currency\":\"USD\",\"period\":\"day\",\"perGift\":0}",
        "a gift of more | {\"amount\":1,\"currency\":\"USD\",\"period\":\"day\",\"perGift\":2}",
        "a field more | {\"amount\":1,\"currency\":\"USD\",\"period\":\"day\",\"perDay\":1}",
        "a list | []",
        "a number | 50000"
      })
  @DisplayName("K18 is no limit:")
  void refuses(String reason, String limit) {
    var body = Directory.body("gifts:send", "", ", \"spendLimit\": " + limit);
    var refused = operator.post("/v1/accounts/" + account + "/keys", body);
    assertThat(refused.outcome()).as(reason).isEqualTo("400 malformed-request");
    assertThat(refused.text()).contains("spendLimit");
  }

  @Test
  @DisplayName("K18 a key that cannot spend, nor have one made that does, takes no limit")
  void nothingToLimit() {
    var body = Directory.body("gifts:read gifts:cancel", "budgets:write", WEEKLY);
    var refused = operator.post("/v1/accounts/" + account + "/keys", body);
    assertThat(refused.outcome()).isEqualTo("400 malformed-request");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("spendLimit");
  }

  @Test
  @DisplayName("E2 K18 another limit is another request")
  void again() {
    var path = "/v1/accounts/" + account + "/keys";
    var body = Directory.body("gifts:send", "", WEEKLY);
    String[] word = {"Idempotency-Key", "limit"};
    var first = operator.post(path, body, word);
    var second = operator.post(path, body, word);
    assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(second.json().get("spendLimit")).isEqualTo(first.json().get("spendLimit"));
    for (var other : new String[] {body.replace("5000}", "4999}"), body.replace(WEEKLY, "")}) {
      assertThat(operator.post(path, other, word).outcome())
          .isEqualTo("422 idempotency-key-reused");
    }
  }

  private Answer made(JsonNode admin, String scopes, String more) {
    return stranger.post(
        "/v1/accounts/" + account + "/keys", Directory.body(scopes, "", more), bearer(admin));
  }

  private JsonNode rotated(JsonNode admin, JsonNode key) {
    var path = "/v1/accounts/" + account + "/keys/" + key.get("id").asText() + "/rotate";
    var answer = stranger.post(path, "{}", bearer(admin));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private JsonNode spending(JsonNode key, String audience) {
    var answer = stranger.postForm("/oauth2/token", Directory.secret(key, "audience", audience));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return claims(answer.json().get("access_token").asText()).path("gw_spending");
  }

  private static String[] bearer(JsonNode key) {
    return new String[] {"Authorization", "Bearer " + key.get("key").asText()};
  }
}
