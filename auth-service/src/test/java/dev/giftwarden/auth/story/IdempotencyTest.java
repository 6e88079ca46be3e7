package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.Outcome;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Answer;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("E2 what changes something at auth can be asked for again")
class IdempotencyTest {
  private static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "Idempotent-Replayed";
  private static final String ADMIN = "keys:write keys:read";
  private static final String GRANTS = "gifts:read gifts:send";
  private static final String CHILD = Directory.body("gifts:read gifts:send", "", "");
  private static final int CALLS = 100;

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();
  private final Edge stranger = Edge.stranger();
  private final String account = directory.account("standard", "optional");
  private final String path = "/v1/accounts/" + account;
  private final String word = UUID.randomUUID().toString();

  /// Somebody with a key, who marks each request with the same word.
  private record Holder(Edge edge, String bearer, String word) {
    Answer post(String path, String body) {
      return edge.post(path, body, "Authorization", "Bearer " + bearer, KEY, word);
    }
  }

  private Holder holder(JsonNode key) {
    return new Holder(stranger, key.get("key").asText(), word);
  }

  private Answer again(String path, String body) {
    return operator.post(path, body, KEY, word);
  }

  @Test
  @DisplayName("E2 K9 of 100 at once one makes a key and shows it, 99 are replays without a secret")
  void makesOneKey() {
    var admin = holder(directory.key(account, ADMIN, GRANTS));
    var answers = atOnce(() -> admin.post(path + "/keys", CHILD));

    assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isEqualTo(201));
    assertThat(answers.stream().map(Answer::id).distinct()).hasSize(1);
    assertThat(answers).filteredOn(IdempotencyTest::replayed).hasSize(CALLS - 1);
    assertThat(answers).filteredOn(a -> a.json().has("key") == replayed(a)).isEmpty();
    assertThat(answers)
        .allSatisfy(a -> assertThat(a.headers()).containsEntry("cache-control", "no-store"));
    assertThat(operator.get(path + "/keys").json().get("items")).hasSize(2);
    assertThat(Outbox.ofAccount(account))
        .filteredOn(event -> event.action().equals("key.create"))
        .hasSize(2);
  }

  @ParameterizedTest(name = "E2 {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a sub-account | 201 | /sub-accounts   | {"id": "north"} | {"id": "south"}
          a client      | 201 | /clients        | {"id": "erp", "name": "ERP", "environment": "live", "scopes": ["gifts:read"]} | {"id": "erp", "name": "ERP", "environment": "live", "scopes": ["gifts:send"]}
          a key         | 201 | /keys           | {"environment": "live", "scopes": ["keys:write"], "expiresAt": "@T00:00:00Z"} | {"environment": "live", "scopes": ["keys:write"], "expiresAt": "@T00:00:01Z"}
          a suspension  | 200 | /suspend | `` | {"id": "north"}
          a resumption  | 200 | /resume  | `` | {"id": "north"}
          a revocation  | 200 | /keys/%s/revoke | `` | {"id": "north"}
          """)
  @DisplayName("E2 is done once, answered alike, and refused for another request:")
  void once(String what, int status, String route, String asked, String another) {
    var day = LocalDate.now(ZoneOffset.UTC).plusDays(2).toString();
    var body = asked.replace("@", day);
    var other = another.replace("@", day);
    var revoked = directory.key(account, "gifts:read", "").get("id").asText();
    var first = again(path + route.formatted(revoked), body);
    var second = again(path + route.formatted(revoked), body);
    var third = again(asked.isEmpty() ? path + "/sub-accounts" : path + route, other);

    assertThat(first.status()).as(first.text()).isEqualTo(status);
    assertThat(first.headers()).doesNotContainKey(REPLAYED);
    assertThat(second.status()).as(second.text()).isEqualTo(status);
    assertThat(second.headers()).containsEntry(REPLAYED, "true");
    assertThat(withoutSecret(second)).isEqualTo(withoutSecret(first));
    assertThat(third.outcome()).as(third.text()).isEqualTo("422 idempotency-key-reused");
    assertThat(Outbox.ofAccount(account))
        .filteredOn(event -> event.outcome() == Outcome.REFUSED)
        .extracting(AuditEvent::reason)
        .containsExactly("idempotency-key-reused");
  }

  @Test
  @DisplayName("E2 an account is made once, and another under the same word is refused")
  void accounts() {
    var body = "{\"id\": \"%s-twin\", \"plan\": \"standard\", \"mtls\": \"optional\"}";
    var first = again("/v1/accounts", body.formatted(account));
    var second = again("/v1/accounts", body.formatted(account));

    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(second.headers()).containsEntry(REPLAYED, "true");
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(again("/v1/accounts", body.formatted(account + "-x")).outcome())
        .isEqualTo("422 idempotency-key-reused");
    assertThat(operator.get("/v1/accounts/" + account + "-x-twin").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("E2 a change of an account is made once, and a replay shows what others made of it")
  void changes() {
    var enterprise = operator.patch(path, "{\"plan\": \"enterprise\"}", KEY, word);
    var standard = operator.patch(path, "{\"plan\": \"standard\"}");
    var again = operator.patch(path, "{\"plan\": \"enterprise\"}", KEY, word);
    assertThat(enterprise.status()).as(enterprise.text()).isEqualTo(200);
    assertThat(again.headers()).as(again.text()).containsEntry(REPLAYED, "true");
    assertThat(again.json()).isEqualTo(standard.json()).isNotEqualTo(enterprise.json());
    assertThat(operator.patch(path, "{\"mtls\": \"optional\"}", KEY, word).outcome())
        .isEqualTo("422 idempotency-key-reused");
  }

  @Test
  @DisplayName("E2 the same request, written differently, is a replay")
  void comparesWhatIsAsked() {
    var body = Directory.body(ADMIN, GRANTS, ", \"networks\": [\"192.0.2.0/24\"]");
    var turned =
        Directory.body(
            "keys:read keys:write",
            "gifts:send gifts:read",
            ", \"networks\": [\"192.0.2.0/24\", \"192.0.2.0/24\"], \"exposePii\": false");
    var first = again(path + "/keys", body);
    var second = again(path + "/keys", turned.replace(", ", " ,\n"));
    assertThat(second.headers()).as(second.text()).containsEntry(REPLAYED, "true");
    assertThat(second.id()).isEqualTo(first.id());
  }

  @Test
  @DisplayName("E2 two callers that use the same word do not meet, nor one caller in two accounts")
  void belongsToTheCaller() {
    var admin = holder(directory.key(account, ADMIN, GRANTS));
    var other = "/v1/accounts/" + directory.account("standard", "optional");
    for (var made :
        List.of(
            again(path + "/sub-accounts", "{\"id\": \"north\"}"),
            admin.post(path + "/keys", CHILD),
            again(other + "/sub-accounts", "{\"id\": \"south\"}"))) {
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      assertThat(made.headers()).doesNotContainKey(REPLAYED);
    }
  }

  @Test
  @DisplayName("E2 a replay reads the thing as it is now: a key that was revoked since is shown so")
  void readsWhatIsThere() {
    var made = again(path + "/keys", Directory.body(ADMIN, GRANTS, ""));
    var revoked = operator.post(path + "/keys/" + made.id() + "/revoke", "");
    var replay = again(path + "/keys", Directory.body(ADMIN, GRANTS, ""));

    assertThat(replay.status()).isEqualTo(201);
    assertThat(replay.headers()).containsEntry(REPLAYED, "true");
    assertThat(replay.json()).isEqualTo(revoked.json());
  }

  @Test
  @DisplayName("E2 a refusal leaves nothing: the same request may succeed later")
  void forgetsRefusals() throws SQLException {
    var narrow = Directory.body("gifts:read", "", ", \"subAccounts\": [\"north\"]");
    assertThat(again(path + "/keys", narrow).outcome()).isEqualTo("400 malformed-request");
    assertThat(records()).isZero();
    operator.post(path + "/sub-accounts", "{\"id\": \"north\"}");
    var admin = directory.key(account, ADMIN, GRANTS);
    assertThat(again(path + "/keys", narrow).outcome()).isEqualTo("409 conflict");
    assertThat(holder(admin).post(path + "/keys", Directory.body(ADMIN, "", "")).outcome())
        .isEqualTo("403 wider-than-issuer");
    assertThat(again(path + "/sub-accounts", "{\"id\": \"north\"}").outcome())
        .isEqualTo("409 conflict");
    assertThat(records()).isZero();

    operator.post(path + "/keys/" + admin.get("id").asText() + "/revoke", "");
    var made = again(path + "/keys", narrow);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.headers()).doesNotContainKey(REPLAYED);
    assertThat(records()).isOne();
  }

  @Test
  @DisplayName("E2 what was sound when it was done is answered, though it would not be sound now")
  void decidesFirst() {
    var body = Directory.body(ADMIN, GRANTS, "");
    var made = again(path + "/keys", body);
    assertThat(operator.post(path + "/keys", body).outcome()).isEqualTo("409 conflict");
    assertThat(again(path + "/keys", body).id()).isEqualTo(made.id());
  }

  @Test
  @DisplayName("E2 what is kept of a request shows neither the word nor what it said")
  void keepsHashes() throws SQLException {
    again(
        path + "/clients",
        """
        {"id": "erp", "name": "Secret Name", "environment": "live", "scopes": ["gifts:read"]}\
        """);
    assertThat(text("select string_agg(r::text, ' ') from idempotency_record r"))
        .contains(account)
        .doesNotContain(word, "Secret Name");
  }

  @ParameterizedTest(name = "E2 {0}")
  @ValueSource(strings = {"/clients", "/sub-accounts", "/keys", "/keys/000000000000/revoke"})
  @DisplayName("E2 a word that is none is refused before anything is done:")
  void refusesNoWord(String route) {
    var body =
        route.equals("/clients")
            ? "{\"id\": \"erp\", \"name\": \"ERP\", \"environment\": \"live\", \"scopes\": [\"gifts:read\"]}"
            : route.equals("/keys") ? Directory.body(ADMIN, GRANTS, "") : "{\"id\": \"north\"}";
    for (String none : List.of("x".repeat(256), "a\tb")) {
      var refused = operator.post(path + route, body, KEY, none);
      assertThat(refused.outcome()).as(refused.text()).isEqualTo("400 malformed-request");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(KEY);
    }
    assertThat(operator.get(path + "/keys").json().get("items")).isEmpty();
    assertThat(operator.get(path + "/clients").json().get("items")).isEmpty();
  }

  @Test
  @DisplayName("E2 a token is another each time, and a check a check: they change nothing")
  void changesNothing() {
    var form = Directory.secret(directory.key(account, "gifts:read", ""));
    var tokens = Stream.of(1, 2).map(_ -> stranger.postForm("/oauth2/token", form, KEY, word));
    assertThat(tokens)
        .allSatisfy(token -> {
          assertThat(token.status()).as(token.text()).isEqualTo(200);
          assertThat(token.headers()).doesNotContainKey(REPLAYED);
        })
        .extracting(token -> token.json().get("access_token").asText())
        .doesNotHaveDuplicates();
    var check = stranger.postText("/v1/certificates/check", "text/plain", "none", KEY, word);
    assertThat(check.outcome()).isEqualTo("400 malformed-request");
  }

  private static boolean replayed(Answer answer) {
    return "true".equals(answer.headers().get(REPLAYED));
  }

  private static JsonNode withoutSecret(Answer answer) {
    return ((ObjectNode) answer.json()).without("key");
  }

  private int records() throws SQLException {
    return Integer.parseInt(
        text("select count(*) from idempotency_record where account = '%s'".formatted(account)));
  }

  private static String text(String sql) throws SQLException {
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private interface Call {
    Answer answer();
  }

  private static List<Answer> atOnce(Call call) {
    var start = new CyclicBarrier(CALLS);
    List<Future<Answer>> calls;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      calls =
          Stream.generate(() ->
                  threads.submit(() -> {
                    var _ = start.await();
                    return call.answer();
                  }))
              .limit(CALLS)
              .toList();
    }
    return calls.stream().map(Future::resultNow).toList();
  }
}
