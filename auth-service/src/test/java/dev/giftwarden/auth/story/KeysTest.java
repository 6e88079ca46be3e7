package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Answer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("K1-K10 keys over REST")
class KeysTest {
  private static final String ADMIN = "keys:write keys:read accounts:read";
  private static final String GRANTS = "gifts:read gifts:send";

  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();

  @Test
  @DisplayName("K7 an administrator's bare key makes a narrower key, which then gets a token")
  void administratorMakesKeys() {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS);
    var made = create(account, admin, Directory.body("gifts:send", "", ""));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.headers()).containsEntry("cache-control", "no-store");
    assertThat(made.json().get("createdBy").asText()).isEqualTo("key:" + admin.get("id").asText());
    var token = stranger.postForm("/oauth2/token", Directory.secret(made.json()));
    assertThat(token.status()).as(token.text()).isEqualTo(200);
  }

  @Test
  @DisplayName("K7 with a token for auth it works the same; with one for gift it does not")
  void tokensForAuthOnly() {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS);
    var body = Directory.body("gifts:read", "", "");
    var forAuth = Directory.token(stranger, admin);
    assertThat(stranger.post(keys(account), body, bearer(forAuth)).status()).isEqualTo(201);
    var forGift =
        stranger.postForm("/oauth2/token", Directory.secret(admin)).json().get("access_token");
    var refused = stranger.post(keys(account), body, bearer(forGift.asText()));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.problem()).isEqualTo("token-invalid");
  }

  @Test
  @DisplayName("K7 a wider key is refused, naming each dimension")
  void refusesWiderKeys() {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS, ", \"versions\": [\"v1\"]");
    var wide = ", \"exposePii\": true, \"piiReason\": \"labels\", \"versions\": [\"v1\"]";
    var answer = create(account, admin, Directory.body("gifts:cancel", "", wide));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem()).isEqualTo("wider-than-issuer");
    assertThat(fields(answer.json())).containsExactlyInAnyOrder("scopes", "exposePii");
  }

  @Test
  @DisplayName(
      "K8 a key that was revoked a moment ago makes none, though nobody has heard of it yet")
  void refusesTheRevokedIssuer() throws SQLException {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS);
    var token = bearer(Directory.token(stranger, admin));
    var body = Directory.body("gifts:read", "", "");
    assertThat(stranger.post(keys(account), body, token).status()).isEqualTo(201);

    revokeUnheard(admin.get("id").asText());
    var refused = stranger.post(keys(account), body, token);
    assertThat(refused.status()).as(refused.text()).isEqualTo(401);
    assertThat(refused.problem()).isEqualTo("token-revoked");
  }

  /// As a replica sees it whose feed lags behind.
  private static void revokeUnheard(String key) throws SQLException {
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var update =
            connection.prepareStatement("update api_key set revoked_at = now() where id = ?")) {
      update.setString(1, key);
      assertThat(update.executeUpdate()).isOne();
    }
  }

  @Test
  @DisplayName("K1 a key without keys:write makes none, even within what it may grant")
  void refusesWithoutScope() {
    var account = directory.account("standard", "optional");
    var reader = directory.key(account, "keys:read", GRANTS);
    var answer = create(account, reader, Directory.body("gifts:read", "", ""));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem()).isEqualTo("insufficient-scope");
  }

  @Test
  @DisplayName(
      "K7 the operator makes an account's first key and, once it can make its own, no other")
  void operatorMakesOnlyTheFirst() {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS);
    var operator = Edge.operator();
    var again = operator.post(keys(account), Directory.body(ADMIN, GRANTS, ""));
    assertThat(again.status()).isEqualTo(409);
    revoke(operator, account, admin);
    assertThat(operator.post(keys(account), Directory.body(ADMIN, GRANTS, "")).status())
        .as("an account that lost its administrator is not lost")
        .isEqualTo(201);
  }

  @Test
  @DisplayName("K4, K10, K2 what cannot be is refused with the field at fault")
  void refusesFaultyKeys() {
    var account = directory.account("standard", "optional");
    var operator = Edge.operator();
    assertThat(faults(operator, account, Directory.body("gifts:read", "gifts:read", "")))
        .containsExactly("grantableScopes");
    assertThat(faults(operator, account, Directory.body("gifts:read", "", ", \"exposePii\": true")))
        .containsExactly("piiReason");
    assertThat(
            faults(
                operator,
                account,
                Directory.body("gifts:read", "", ", \"subAccounts\": [\"nowhere\"]")))
        .containsExactly("subAccounts");
    assertThat(
            faults(
                operator,
                account,
                """
                {"environment": "live", "scopes": ["gifts:read"], "expiresAt": "%s"}\
                """
                    .formatted(Instant.now().plusSeconds(3600L * 24 * 366))))
        .containsExactly("expiresAt");
    assertThat(
            operator
                .post(keys(account), "{\"environment\": \"live\", \"scopes\": [\"gifts:read\"]}")
                .status())
        .as("an expiry is mandatory")
        .isEqualTo(400);
  }

  @Test
  @DisplayName("K9 a key is shown once: no reading and no list has it, nor has the database")
  void shownOnce() throws Exception {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS);
    var secret = admin.get("key").asText().substring(22, 52);
    var one = stranger.get(keys(account) + "/" + admin.get("id").asText(), bearer(admin));
    var list = stranger.get(keys(account), bearer(admin));
    assertThat(one.status()).as(one.text()).isEqualTo(200);
    assertThat(one.text() + list.text())
        .contains(admin.get("id").asText())
        .doesNotContain(secret)
        .doesNotContain("\"key\"");
    assertThat(one.json().get("createdAt").asText()).matches("[0-9T:-]{19}\\.[0-9]{3}Z");
    assertThat(everythingInTheDatabase()).contains(admin.get("id").asText()).doesNotContain(secret);
  }

  @Test
  @DisplayName("a key that was given a scope which is none any more has lost it, and works on")
  void withdrawnScope() throws Exception {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS);
    try (var migration =
            KeysTest.class.getResourceAsStream(
                "/db/migration/V20261129_1600__withdraw_scopes_without_a_route.sql");
        var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          update api_key set scopes = scopes || '{clients:write}',
            grantable_scopes = grantable_scopes || '{certificates:write}'
          where account = '%s'
          """
              .formatted(account));
      statement.execute(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
    }
    var one = stranger.get(keys(account) + "/" + admin.get("id").asText(), bearer(admin));
    assertThat(one.status()).as(one.text()).isEqualTo(200);
    assertThat(one.json().get("scopes")).isEqualTo(admin.get("scopes"));
    assertThat(one.json().get("grantableScopes")).isEqualTo(admin.get("grantableScopes"));
  }

  @ParameterizedTest(name = "E1 the list of keys refuses the query {0}")
  @ValueSource(
      strings = {"limit=0", "limit=101", "limit=x", "limit=1&limit=2", "cursor=x", "account=other"})
  void refusesQuery(String query) {
    var account = directory.account("standard", "optional");
    var answer =
        stranger.get(keys(account) + "?" + query, bearer(directory.key(account, ADMIN, GRANTS)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().get("type").asText()).endsWith("/malformed-request");
  }

  private static String everythingInTheDatabase() throws Exception {
    var text = new StringBuilder();
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement()) {
      for (var table :
          List.of(
              "account",
              "client",
              "api_key",
              "audit_outbox",
              "trust_change",
              "idempotency_record")) {
        try (var row = statement.executeQuery("select t::text from %s t".formatted(table))) {
          while (row.next()) {
            text.append(row.getString(1)).append('\n');
          }
        }
      }
    }
    return text.toString();
  }

  @Test
  @DisplayName("K10 a revoked key gets no token, and its tokens are dead at auth at once")
  void revocation() {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS);
    var reader = create(account, admin, Directory.body("gifts:read", "", "")).json();
    assertThat(stranger.postForm("/oauth2/token", Directory.secret(reader)).status())
        .isEqualTo(200);

    var revoked = revoke(stranger, account, reader, bearer(admin));
    assertThat(revoked.json().has("revokedAt")).isTrue();
    assertThat(revoke(stranger, account, reader, bearer(admin)).json()).isEqualTo(revoked.json());

    var answer = stranger.postForm("/oauth2/token", Directory.secret(reader));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get("error_uri").asText()).endsWith("/key-revoked");
  }

  @Test
  @DisplayName("T6 a revoked administrator's outstanding token is refused within a second")
  void revocationKillsTokens() {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS);
    var token = bearer(Directory.token(stranger, admin));
    assertThat(stranger.get(keys(account), token).status()).isEqualTo(200);
    revoke(Edge.operator(), account, admin);
    var deadline = System.nanoTime() + 1_000_000_000L;
    var answer = stranger.get(keys(account), token);
    while (answer.status() == 200 && System.nanoTime() < deadline) {
      answer = stranger.get(keys(account), token);
    }
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("token-revoked");
  }

  @Test
  @DisplayName("K2 another account's keys are not found, in the same words as one that is nowhere")
  void accountsAreApart() {
    var mine = directory.account("standard", "optional");
    var admin = directory.key(mine, ADMIN, GRANTS);
    var theirs = directory.account("standard", "optional");
    var key = directory.key(theirs, ADMIN, GRANTS);
    var foreign = stranger.get(keys(theirs) + "/" + key.get("id").asText(), bearer(admin));
    var nowhere = stranger.get(keys("nowhere") + "/000000000000", bearer(admin));
    assertThat(List.of(foreign.status(), nowhere.status())).containsOnly(404);
    assertThat(withoutRequest(foreign)).isEqualTo(withoutRequest(nowhere));
    var inside = stranger.get(keys(mine) + "/" + key.get("id").asText(), bearer(admin));
    assertThat(withoutRequest(inside)).isEqualTo(withoutRequest(nowhere));
  }

  private static String withoutRequest(Answer answer) {
    return answer.text().replace(answer.headers().getOrDefault("x-request-id", "-"), "");
  }

  @Test
  @DisplayName("a list pages from the newest to the oldest without a gap or a double")
  void pages() {
    var account = directory.account("standard", "optional");
    var admin = directory.key(account, ADMIN, GRANTS);
    for (int i = 0; i < 4; i++) {
      create(account, admin, Directory.body("gifts:read", "", ""));
    }
    var seen = new ArrayList<String>();
    var path = keys(account) + "?limit=2";
    while (!path.isEmpty()) {
      var page = stranger.get(path, bearer(admin)).json();
      page.get("items").forEach(key -> seen.add(key.get("id").asText()));
      var next = page.get("next");
      path = next.isNull() ? "" : keys(account) + "?limit=2&cursor=" + next.asText();
    }
    assertThat(seen).hasSize(5).doesNotHaveDuplicates().endsWith(admin.get("id").asText());
  }

  private Answer create(String account, JsonNode admin, String body) {
    return stranger.post(keys(account), body, bearer(admin));
  }

  private static Answer revoke(Edge edge, String account, JsonNode key, String... headers) {
    var answer = edge.post(keys(account) + "/" + key.get("id").asText() + "/revoke", "", headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer;
  }

  private static List<String> faults(Edge edge, String account, String body) {
    var answer = edge.post(keys(account), body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    return fields(answer.json());
  }

  private static List<String> fields(JsonNode problem) {
    var fields = new ArrayList<String>();
    problem.get("errors").forEach(error -> fields.add(error.get("field").asText()));
    return fields;
  }

  private static String keys(String account) {
    return "/v1/accounts/" + account + "/keys";
  }

  private static String[] bearer(JsonNode key) {
    return bearer(key.get("key").asText());
  }

  private static String[] bearer(String credential) {
    return new String[] {"Authorization", "Bearer " + credential};
  }
}
