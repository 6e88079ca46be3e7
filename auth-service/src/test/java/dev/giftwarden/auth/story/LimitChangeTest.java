package dev.giftwarden.auth.story;

import static dev.giftwarden.auth.story.AboutTokens.claims;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.testkit.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("K18 another limit for a key")
class LimitChangeTest {
  private static final String ADMIN = "keys:write keys:read";
  private static final String LOW = "{\"amount\":100,\"currency\":\"USD\",\"period\":\"week\"}";
  private static final String MIDDLE = "{\"amount\":500,\"currency\":\"USD\",\"period\":\"week\"}";
  private static final String HIGH = "{\"amount\":900,\"currency\":\"USD\",\"period\":\"week\"}";

  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");

  /// Limited itself, by [#MIDDLE].
  private final JsonNode admin =
      directory.key(account, ADMIN, "gifts:send gifts:read", ", \"spendLimit\": " + MIDDLE);

  @Test
  @DisplayName("K18 K2 it is in the key, in its next token, and the tokens of before are dead")
  void holds() {
    var key = made(MIDDLE);
    try (var gift = Peer.service("gift")) {
      TrustState trust = gift.follow();
      var subject = "key:" + key.get("id").asText();
      assertThat(amount(key)).isEqualTo(500);
      assertThat(limited(key, LOW).get("spendLimit").get("amount").asLong()).isEqualTo(100);
      assertThat(gift.awaits(Duration.ofSeconds(5), () -> trust.epoch(subject) == 2)).isTrue();
      assertThat(amount(key)).isEqualTo(100);
      var _ = limited(key, MIDDLE);
      assertThat(gift.awaits(Duration.ofSeconds(5), () -> trust.epoch(subject) == 3)).isTrue();
      assertThat(amount(key)).isEqualTo(500);
    }
    assertThat(events("", "key:" + key.get("id").asText()))
        .extracting(AuditEvent::target)
        .containsExactly(
            "key:%s limit:100/USD/week/100".formatted(key.get("id").asText()),
            "key:%s limit:500/USD/week/500".formatted(key.get("id").asText()));
  }

  @Test
  @DisplayName("K11 K18 it holds for all keys of the line that live")
  void ofTheLine() {
    var first = made(MIDDLE);
    var second = rotated(first);
    var third = rotated(second);
    var _ = limited(second, LOW);
    for (var key : List.of(first, second, third)) {
      assertThat(amount(key)).isEqualTo(100);
    }
    assertThat(events("", "key:")).hasSize(3);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        HIGH,
        "null",
        "{\"amount\":1,\"currency\":\"EUR\",\"period\":\"week\"}",
        "{\"amount\":1,\"currency\":\"USD\",\"period\":\"day\"}",
        "{\"amount\":1,\"currency\":\"USD\",\"period\":\"month\"}"
      })
  @DisplayName("K7 K18 nobody gives a key more than its own key may:")
  void notWider(String wider) {
    var key = made(LOW);
    assertThat(limit(key, wider).outcome()).isEqualTo("403 wider-than-issuer");
    assertThat(amount(key)).isEqualTo(100);
    assertThat(events("wider-than-issuer", "key:" + key.get("id").asText())).hasSize(1);
  }

  @Test
  @DisplayName("K7 K18 nobody raises the limit of a key that it could not have made, nor its own")
  void notMade() {
    var budgets = directory.account("standard", "optional");
    var theirs = directory.key(budgets, "gifts:send budgets:write", "", ", \"spendLimit\": " + LOW);
    var weak = directory.key(budgets, ADMIN, "gifts:send");
    var path = "/v1/accounts/" + budgets + "/keys/" + theirs.get("id").asText();
    assertThat(stranger.patch(path, body(MIDDLE), bearer(weak)).outcome())
        .isEqualTo("403 wider-than-issuer");
    assertThat(stranger.patch(path, body("null"), bearer(weak)).outcome())
        .isEqualTo("403 wider-than-issuer");
    assertThat(limit(admin, HIGH).outcome()).isEqualTo("403 wider-than-issuer");
    assertThat(limit(admin, "null").outcome()).isEqualTo("403 wider-than-issuer");
  }

  @Test
  @DisplayName("K7 K18 whoever may revoke a key may lower its limit, as an operator may")
  void lowered() {
    var wide = directory.account("standard", "optional");
    var key = directory.key(wide, "gifts:send budgets:write", "");
    var reader = directory.key(wide, ADMIN, "gifts:read");
    var path = "/v1/accounts/" + wide + "/keys/" + key.get("id").asText();
    assertThat(stranger.patch(path, body(MIDDLE), bearer(reader)).status()).isEqualTo(200);
    assertThat(operator.patch(path, body(LOW)).status()).isEqualTo(200);
    assertThat(amount(key)).isEqualTo(100);
    assertThat(operator.patch(path, body(MIDDLE)).outcome()).isEqualTo("409 conflict");
    assertThat(operator.patch(path, body("null")).outcome()).isEqualTo("409 conflict");
  }

  @Test
  @DisplayName("K7 K18 an operator raises one while nobody can, and never beyond its maker's")
  void byTheOperator() {
    var key = made(LOW);
    assertThat(operator.patch(path(key), body(HIGH)).outcome()).isEqualTo("403 wider-than-issuer");
    assertThat(operator.patch(path(key), body("null")).outcome())
        .isEqualTo("403 wider-than-issuer");
    assertThat(operator.patch(path(key), body(MIDDLE)).outcome()).isEqualTo("409 conflict");
    assertThat(stranger.post(path(admin) + "/revoke", "", bearer(admin)).status()).isEqualTo(200);
    assertThat(operator.patch(path(key), body("null")).outcome())
        .isEqualTo("403 wider-than-issuer");
    assertThat(operator.patch(path(key), body(MIDDLE)).status()).isEqualTo(200);
    assertThat(amount(key)).isEqualTo(500);
    var next = rotatedByOperator(key);
    assertThat(operator.patch(path(next), body(HIGH)).outcome()).isEqualTo("403 wider-than-issuer");
  }

  @Test
  @DisplayName("K18 a key that has ended, cannot spend or is another's gets no limit")
  void noLimit() {
    var dead = made(MIDDLE);
    assertThat(stranger.post(path(dead) + "/revoke", "", bearer(admin)).status()).isEqualTo(200);
    assertThat(limit(dead, LOW).outcome()).isEqualTo("409 conflict");
    var reader = made("gifts:read", "");
    var refused = limit(reader, LOW);
    assertThat(refused.outcome()).isEqualTo("400 malformed-request");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("spendLimit");
    assertThat(limit(reader, "null").status()).as("has none").isEqualTo(200);
    var other = directory.account("standard", "optional");
    var theirs = directory.key(other, "gifts:send", "");
    var foreign = "/v1/accounts/" + other + "/keys/" + theirs.get("id").asText();
    assertThat(stranger.patch(foreign, body(LOW), bearer(admin)).outcome())
        .isEqualTo("404 not-found");
    assertThat(limit(theirs, LOW).outcome()).isEqualTo("404 not-found");
    assertThat(stranger.patch(path(reader), body(LOW), bearer(reader)).outcome())
        .isEqualTo("403 insufficient-scope");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[]",
        "{\"spendLimit\": 5}",
        "{\"spendLimit\": []}",
        "{\"spendLimit\": {}}",
        "{\"spendLimit\": {\"amount\":1,\"currency\":\"USD\"}}",
        "{\"spendLimit\": {\"amount\":1,\"currency\":\"USD\",\"period\":\"day\",\"perGift\":2}}",
        "{\"spendLimit\": null, \"name\": \"another\"}"
      })
  @DisplayName("K18 is no change of a limit:")
  void refuses(String body) {
    var key = made(MIDDLE);
    assertThat(stranger.patch(path(key), body, bearer(admin)).outcome())
        .isEqualTo("400 malformed-request");
    assertThat(amount(key)).isEqualTo(500);
  }

  @Test
  @DisplayName("E2 K18 asked for again it is done once")
  void again() {
    var key = made(MIDDLE);
    String[] headers = {
      "Idempotency-Key", "lower", "Authorization", "Bearer " + admin.get("key").asText()
    };
    var first = stranger.patch(path(key), body(LOW), headers);
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    var _ = limited(key, MIDDLE);
    var second = stranger.patch(path(key), body(LOW), headers);
    assertThat(second.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(amount(key)).as("as it is now").isEqualTo(500);
    for (var other : List.of(MIDDLE, "null")) {
      assertThat(stranger.patch(path(key), body(other), headers).outcome())
          .isEqualTo("422 idempotency-key-reused");
    }
    assertThat(events("", "key:" + key.get("id").asText())).hasSize(2);
  }

  @Test
  @DisplayName("K18 the same limit once more changes nothing and ends no token")
  void same() {
    var key = made(MIDDLE);
    assertThat(limited(key, MIDDLE).get("spendLimit")).isEqualTo(key.get("spendLimit"));
    assertThat(events("", "key:" + key.get("id").asText())).isEmpty();
  }

  private JsonNode made(String limit) {
    return made("gifts:send", ", \"spendLimit\": " + limit);
  }

  private JsonNode made(String scopes, String more) {
    var body = Directory.body(scopes, "", more);
    var answer = stranger.post("/v1/accounts/" + account + "/keys", body, bearer(admin));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private JsonNode rotated(JsonNode key) {
    return ok(stranger.post(path(key) + "/rotate", "{}", bearer(admin)), 201);
  }

  private JsonNode rotatedByOperator(JsonNode key) {
    return ok(operator.post(path(key) + "/rotate", "{}"), 201);
  }

  private JsonNode limited(JsonNode key, String limit) {
    return ok(limit(key, limit), 200);
  }

  private static JsonNode ok(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  private Answer limit(JsonNode key, String limit) {
    return stranger.patch(path(key), body(limit), bearer(admin));
  }

  private static String body(String limit) {
    return "{\"spendLimit\": " + limit + "}";
  }

  /// As a token says it that is issued now.
  private long amount(JsonNode key) {
    var answer = stranger.postForm("/oauth2/token", Directory.secret(key));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return claims(answer.json().get("access_token").asText())
        .path("gw_spending")
        .path("amount")
        .asLong();
  }

  private List<AuditEvent> events(String reason, String target) {
    return Outbox.events(event ->
        event.account().equals(account)
            && event.action().equals("key.limit")
            && event.reason().equals(reason)
            && event.target().startsWith(target));
  }

  private String path(JsonNode key) {
    return "/v1/accounts/" + account + "/keys/" + key.get("id").asText();
  }

  private static String[] bearer(JsonNode key) {
    return new String[] {"Authorization", "Bearer " + key.get("key").asText()};
  }
}
