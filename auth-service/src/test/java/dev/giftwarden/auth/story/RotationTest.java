package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.testkit.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("K11 one key takes over from another")
class RotationTest {
  private static final String ADMIN = "keys:write keys:read";
  private static final String GRANTS = "gifts:read gifts:send";

  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");
  private final JsonNode wide = directory.key(account, "gifts:read gifts:send budgets:write", "");
  private final JsonNode admin = directory.key(account, ADMIN, GRANTS);

  @Test
  @DisplayName("K11 both work during the overlap, with the same rights and the same end at most")
  void bothWork() {
    var old = made(", \"networks\": [\"127.0.0.0/8\"]");
    var next = rotated(old, "PT24H");
    assertThat(next.get("key").asText()).startsWith("gwk_live_" + next.get("id").asText());
    for (var same : List.of("name", "environment", "scopes", "networks", "versions", "expiresAt")) {
      assertThat(next.get(same)).as(same).isEqualTo(old.get(same));
    }
    assertThat(next.get("predecessor")).isEqualTo(old.get("id"));
    assertThat(next.get("createdBy").asText()).isEqualTo("key:" + admin.get("id").asText());
    var seen = read(old);
    assertThat(seen.get("successor")).isEqualTo(next.get("id"));
    assertThat(end(seen))
        .isEqualTo(Instant.parse(seen.get("rotatedAt").asText()).plus(Duration.ofHours(24)));
    assertThat(token(old).status()).isEqualTo(200);
    assertThat(token(next).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("K11 PT0S is at once: the old key is key-rotated wherever it is shown")
  void atOnce() {
    var old = made("");
    var next = rotated(old, "PT0S");
    assertThat(end(read(old))).isBeforeOrEqualTo(Instant.now());
    refused(old, "key-rotated");
    var bare = stranger.get(path(old), bearer(old));
    assertThat(bare.outcome()).isEqualTo("401 key-rotated");
    assertThat(token(next).status()).isEqualTo(200);
    try (var gift = Peer.service("gift")) {
      var answer = gift.stub().exchange(Peer.presented(old, List.of()));
      assertThat(answer.getRefused().getProblem()).isEqualTo("key-rotated");
    }
  }

  @Test
  @DisplayName("K11 a token of the old key ends with the overlap, and one of before at once")
  void tokensEnd() {
    var old = made("");
    try (var gift = Peer.service("gift")) {
      TrustState trust = gift.follow();
      var subject = "key:" + old.get("id").asText();
      assertThat(trust.epoch(subject)).isLessThan(2);
      var _ = rotated(old, "PT30S");
      assertThat(gift.awaits(Duration.ofSeconds(5), () -> trust.epoch(subject) == 2)).isTrue();
    }
    assertThat(token(old).json().get("expires_in").asLong()).isBetween(1L, 30L);
  }

  @Test
  @DisplayName("K11 where the overlap is longer than a token lives, nobody loses one")
  void tokensStay() {
    var old = made("");
    try (var gift = Peer.service("gift")) {
      TrustState trust = gift.follow();
      var subject = "key:" + old.get("id").asText();
      assertThat(token(old).status()).isEqualTo(200);
      var _ = rotated(old, "PT1H");
      assertThat(gift.awaits(Duration.ofSeconds(5), () -> trust.epoch("changed:" + subject) > 0))
          .isTrue();
      assertThat(trust.epoch(subject)).isLessThan(2);
    }
    assertThat(token(old).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("K11 K15 why a key is dead is said only to whoever has its secret")
  void oneFaceBeforeTheSecret() {
    var old = made("");
    var _ = rotated(old, "PT0S");
    var wrong = Directory.secret(made(""));
    wrong.put("client_id", old.get("id").asText());
    var answer = stranger.postForm("/oauth2/token", wrong);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).contains("problems/key-invalid\"");
  }

  @Test
  @DisplayName("K11 K10 expired, revoked and rotated are three problems")
  void threeProblems() {
    var expired = made("");
    Registry.endKey(expired.get("id").asText());
    refused(expired, "key-expired");
    var revoked = made("");
    assertThat(stranger.post(path(revoked) + "/revoke", "", bearer(admin)).status()).isEqualTo(200);
    refused(revoked, "key-revoked");
    assertThat(rotate(revoked, "PT0S").outcome()).isEqualTo("409 conflict");
    var rotated = made("");
    var _ = rotated(rotated, "PT0S");
    refused(rotated, "key-rotated");
  }

  @Test
  @DisplayName("K11 of twenty that rotate a key at once one does, and it is never rotated again")
  void oneOfTwenty() {
    var old = made("");
    var answers = atOnce(() -> rotate(old, "PT1H"));
    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 409);
    assertThat(rotate(old, "PT1H").outcome()).isEqualTo("409 conflict");
    assertThat(events("key.rotate", "")).hasSize(1);
    assertThat(events("key.rotate", "").getFirst().target())
        .isEqualTo("key:" + old.get("id").asText());
  }

  @Test
  @DisplayName("E2 K11 asked for again it is done once, and shown without the secret")
  void again() {
    var old = made("");
    String[] headers = {
      "Idempotency-Key", "turn", "Authorization", "Bearer " + admin.get("key").asText()
    };
    var first = stranger.post(path(old) + "/rotate", "{\"overlap\": \"PT1H\"}", headers);
    var second = stranger.post(path(old) + "/rotate", "{\"overlap\": \"PT60M\"}", headers);
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(first.headers()).containsEntry("cache-control", "no-store");
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(second.json().has("key")).isFalse();
    var other = stranger.post(path(old) + "/rotate", "{\"overlap\": \"PT2H\"}", headers);
    assertThat(other.outcome()).isEqualTo("422 idempotency-key-reused");
  }

  @Test
  @DisplayName("K7 K11 an administrator replaces its own key; the operator does not")
  void itself() {
    assertThat(operator.post(path(admin) + "/rotate", "{}").outcome()).isEqualTo("409 conflict");
    var next = rotated(admin, "PT0S");
    assertThat(next.get("grantableScopes")).isEqualTo(admin.get("grantableScopes"));
    assertThat(token(next).status()).isEqualTo(200);
    refused(admin, "key-rotated");
  }

  @Test
  @DisplayName("K7 K11 nobody gets by rotation what they could not have made")
  void notWider() {
    assertThat(rotate(wide, "PT0S").outcome()).isEqualTo("403 wider-than-issuer");
    assertThat(token(wide).status()).as("nothing has changed").isEqualTo(200);
    assertThat(events("key.rotate", "wider-than-issuer")).hasSize(1);
    var theirs = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    assertThat(rotate(theirs, "PT0S").outcome()).isEqualTo("404 not-found");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"P31D", "PT721H", "-PT1S", "1 day", "P1M"})
  @DisplayName("K11 an overlap is PT0S to P30D and is not:")
  void refusesOverlaps(String overlap) {
    var answer = rotate(wide, overlap);
    assertThat(answer.outcome()).isEqualTo("400 malformed-request");
    assertThat(answer.text()).contains("overlap");
    assertThat(token(wide).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("K11 K20 what the old key is bound to, the new one is; no overlap extends a key")
  void bound() {
    var old = made(", \"certificates\": [\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"]");
    var next = rotated(old, "P30D");
    assertThat(next.get("certificates")).isEqualTo(old.get("certificates"));
    assertThat(end(read(old))).isEqualTo(end(old)).isEqualTo(end(next));
    refused(next, "certificate-required");
  }

  private JsonNode made(String more) {
    var body = Directory.body("gifts:read gifts:send", "", more);
    var answer = stranger.post("/v1/accounts/" + account + "/keys", body, bearer(admin));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private JsonNode rotated(JsonNode key, String overlap) {
    var answer = rotate(key, overlap);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private Answer rotate(JsonNode key, String overlap) {
    var body = "{\"overlap\": \"" + overlap + "\"}";
    return stranger.post(path(key) + "/rotate", body, bearer(admin));
  }

  private JsonNode read(JsonNode key) {
    return operator.get(path(key)).json();
  }

  private Answer token(JsonNode key) {
    return stranger.postForm("/oauth2/token", Directory.secret(key));
  }

  private void refused(JsonNode key, String problem) {
    var answer = token(key);
    assertThat(answer.status()).as(answer.text()).isEqualTo(401);
    assertThat(answer.text()).contains("problems/" + problem + "\"");
  }

  private List<AuditEvent> events(String action, String reason) {
    return Outbox.events(event ->
        event.account().equals(account)
            && event.action().equals(action)
            && event.reason().equals(reason));
  }

  private static List<Answer> atOnce(Callable<Answer> call) {
    var start = new CyclicBarrier(20);
    var calls = new ArrayList<Future<Answer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < 20; n++) {
        calls.add(
            threads.submit(() -> {
              var _ = start.await();
              return call.call();
            }));
      }
    }
    return calls.stream().map(Future::resultNow).toList();
  }

  private String path(JsonNode key) {
    return "/v1/accounts/" + account + "/keys/" + key.get("id").asText();
  }

  private static Instant end(JsonNode key) {
    return Instant.parse(key.get("expiresAt").asText());
  }

  private static String[] bearer(JsonNode key) {
    return new String[] {"Authorization", "Bearer " + key.get("key").asText()};
  }
}
