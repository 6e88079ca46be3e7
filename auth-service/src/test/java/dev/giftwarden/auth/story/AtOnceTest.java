package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.KeyInHand;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("K7 of many calls at once as many succeed as one after another would")
class AtOnceTest {
  private static final int CALLS = 16;
  private static final String ADMIN = "keys:write keys:read";

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");
  private final String path = "/v1/accounts/" + account;

  @Test
  @DisplayName("K7 the operator makes one first key, and another when that has ended")
  void oneFirstKey() {
    var body = Directory.body(ADMIN, "gifts:read", "");
    var made = only(1, atOnce(_ -> operator.post(path + "/keys", body))).getFirst();

    var revoke = path + "/keys/" + made.json().get("id").asText() + "/revoke";
    assertThat(operator.post(revoke, "").status()).isEqualTo(200);
    var _ = only(1, atOnce(_ -> operator.post(path + "/keys", body)));
  }

  @Test
  @DisplayName("K7 one first key for each environment, asked for in both at once")
  void oneFirstKeyInEach() {
    var live = Directory.body(ADMIN, "gifts:read", "");
    var test = live.replace("\"live\"", "\"test\"");
    var made = only(2, atOnce(n -> operator.post(path + "/keys", n % 2 == 0 ? live : test)));
    assertThat(made)
        .extracting(answer -> answer.json().get("environment").asText())
        .containsExactlyInAnyOrder("live", "test");
  }

  @Test
  @DisplayName("a key that is revoked while it makes others makes none after that")
  void noneAfterTheEnd() {
    var admin = directory.key(account, ADMIN, "gifts:read");
    var id = admin.get("id").asText();
    var bearer = "Bearer " + admin.get("key").asText();
    var child = Directory.body("gifts:read", "", "");
    var stranger = Edge.stranger();
    var answers =
        atOnce(n ->
            n == 0
                ? operator.post(path + "/keys/" + id + "/revoke", "")
                : stranger.post(path + "/keys", child, "Authorization", bearer));
    assertThat(answers).extracting(Answer::status).containsOnlyOnce(200).isSubsetOf(200, 201, 401);
    var after = stranger.post(path + "/keys", child, "Authorization", bearer);
    assertThat(after.status()).as(after.text()).isEqualTo(401);
  }

  @Test
  @DisplayName("the last client and the last sub-account that an account may have exist once")
  void lastOfEach() throws SQLException {
    sql(
        """
        insert into client (account, id, name, environment, scopes, created_at)
        select '%s', 'c-' || n || '-x', 'A client', 'live', '{gifts:read}', now()
        from generate_series(1, 99) n
        """);
    var _ =
        only(
            1,
            atOnce(n ->
                operator.post(
                    path + "/clients",
                    """
                    {"id": "more-%d", "name": "More", "environment": "live", "scopes": ["gifts:read"]}\
                    """
                        .formatted(n))));
    sql(
        """
        insert into sub_account (account, id, created_at)
        select '%s', 's-' || n || '-x', now() from generate_series(1, 999) n
        """);
    var refused =
        atOnce(n -> operator.post(path + "/sub-accounts", "{\"id\": \"more-%d\"}".formatted(n)));
    var _ = only(1, refused);
    assertThat(refused)
        .filteredOn(answer -> answer.status() == 409)
        .allSatisfy(answer -> assertThat(answer.json().get("detail").asText()).contains("1000"));
  }

  @Test
  @DisplayName("the last live key that an account may have exists once; what has ended makes room")
  void lastKey() throws SQLException {
    var admin = directory.key(account, ADMIN, "gifts:read");
    keys(998, "now() + interval '1 day'", "null");
    keys(20, "now() - interval '1 minute'", "null");
    keys(20, "now() + interval '1 day'", "now()");
    var child = Directory.body("gifts:read", "", "");
    var bearer = "Bearer " + admin.get("key").asText();
    var stranger = Edge.stranger();
    var answers = atOnce(_ -> stranger.post(path + "/keys", child, "Authorization", bearer));
    var made = only(1, answers).getFirst();
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .allSatisfy(answer -> assertThat(answer.json().get("detail").asText()).contains("1000"));

    var revoke = path + "/keys/" + made.id() + "/revoke";
    assertThat(operator.post(revoke, "").status()).isEqualTo(200);
    var after = stranger.post(path + "/keys", child, "Authorization", bearer);
    assertThat(after.status()).as(after.text()).isEqualTo(201);
  }

  private void keys(int many, String expiry, String revocation) throws SQLException {
    sql(
        """
        insert into api_key (id, account, environment, name, secret_sha256, scopes,
          grantable_scopes, sub_accounts, networks, versions, certificates, not_before, expires_at,
          created_at, created_by, revoked_at)
        select substr(md5(random()::text), 1, 12), '%%s', 'live', 'filler', sha256('none'),
          '{gifts:read}', '{}', '{}', '{}', '{}', '{}', now() - interval '1 day', %s, now(), 'test', %s
        from generate_series(1, %d)
        """
            .formatted(expiry, revocation, many));
  }

  @Test
  @DisplayName("one client, one sub-account, one account of a name")
  void oneOfAName() {
    var client =
        """
        {"id": "same", "name": "Same", "environment": "live", "scopes": ["gifts:read"]}\
        """;
    var _ = only(1, atOnce(_ -> operator.post(path + "/clients", client)));
    var _ = only(1, atOnce(_ -> operator.post(path + "/sub-accounts", "{\"id\": \"same\"}")));
    var twin = "{\"id\": \"%s-twin\", \"plan\": \"standard\", \"mtls\": \"optional\"}";
    var _ = only(1, atOnce(_ -> operator.post("/v1/accounts", twin.formatted(account))));
  }

  @Test
  @DisplayName(
      "C6 clients and certificates of many accounts, revoked at once, do not block each other")
  void revocations() {
    var clients = IntStream.range(0, CALLS).mapToObj(_ -> withCertificate()).toList();
    var answers =
        atOnce(n ->
            n % 2 == 0
                ? operator.post(clients.get(n) + "/revoke", "{\"reason\": \"superseded\"}")
                : operator.post(
                    clients.get(n) + "/certificates/1" + n + "/revoke",
                    "{\"reason\": \"superseded\", \"notAfter\": \"%s\"}"
                        .formatted(Instant.now().plus(Duration.ofDays(1)))));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.outcome()).isEqualTo("200"));
  }

  @Test
  @DisplayName("V4 V5 a version ends while much is granted for it: nothing fails, nothing is left")
  void versionEnds() {
    Registry.reset();
    try {
      var clients = IntStream.range(0, CALLS).mapToObj(_ -> withCertificate()).toList();
      var sunset = Instant.now().plus(Duration.ofDays(90));
      var ending = "{\"sunset\": \"%s\", \"successor\": \"v2\"}".formatted(sunset);
      var first = "/v1/versions/v1";
      var announced =
          atOnce(
              n -> n == 0 ? operator.post(first + "/deprecate", ending) : grant(n, clients.get(n)));
      assertThat(operator.post(first + "/retirement", "").outcome()).isEqualTo("200");
      var olga = Edge.operator("olga");
      var ended =
          atOnce(n ->
              n == 0
                  ? olga.post(first + "/retirement/confirm", "")
                  : grant(n, clients.get((n + 1) % CALLS)));
      for (var answers : List.of(announced, ended)) {
        assertThat(answers.getFirst().outcome()).isEqualTo("200");
        assertThat(answers)
            .extracting(Answer::outcome)
            .isSubsetOf("200", "201", "409 version-deprecated", "409 certificate-limit");
      }
      assertThat(Registry.ask(STILL_GRANTED)).isEqualTo("0");
    } finally {
      Registry.reset();
    }
  }

  private static final String STILL_GRANTED =
      """
      select (select count(*) from certificate c where 'v1' = any(versions)
          and not exists (select from revoked_certificate r where r.serial = c.serial))
        + (select count(*) from api_key where 'v1' = any(versions) and cardinality(versions) > 1)
        + (select count(*) from client where 'v1' = any(versions) and cardinality(versions) > 1)
      """;

  /// By the number, another way to grant version 1.
  private Answer grant(int n, String client) {
    var owner = client.substring(0, client.indexOf("/clients"));
    return switch (n % 5) {
      case 0 ->
          operator.post(
              owner + "/keys",
              Directory.body("gifts:read", "", ", \"versions\": [\"v1\", \"v2\"]"));
      case 1 ->
          operator.post(
              client + "/certificates",
              "{\"csr\": \"%s\", \"versions\": [\"v1\"]}"
                  .formatted(KeyInHand.make().pem().replace("\n", "\\n")));
      case 2 -> operator.patch(client, "{\"versions\": [\"v1\", \"v2\"]}");
      case 3 ->
          operator.patch(client + "/certificates/" + serial(owner), "{\"versions\": [\"v1\"]}");
      default -> operator.post(client + "/revoke", "{\"reason\": \"superseded\"}");
    };
  }

  private String serial(String owner) {
    return operator.get(owner + "/certificates").json().at("/items/0/serial").asText();
  }

  /// @return the path of a client of an account of its own
  private String withCertificate() {
    var owner = directory.account("standard", "optional");
    directory.client(owner, "erp", "gifts:read");
    var client = "/v1/accounts/" + owner + "/clients/erp";
    var csr = KeyInHand.make().pem();
    var made = operator.postText(client + "/certificates", "application/x-pem-file", csr);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return client;
  }

  /// That so many succeeded and every other was told of the conflict.
  private static List<Answer> only(int made, List<Answer> answers) {
    var statuses = answers.stream().map(Answer::status).toList();
    assertThat(statuses).containsOnly(201, 409);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .extracting(Answer::problem)
        .containsOnly("conflict");
    var good = answers.stream().filter(answer -> answer.status() == 201).toList();
    assertThat(good).as(statuses.toString()).hasSize(made);
    return good;
  }

  private static List<Answer> atOnce(IntFunction<Answer> call) {
    var start = new CyclicBarrier(CALLS);
    List<Future<Answer>> calls;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      calls =
          IntStream.range(0, CALLS)
              .mapToObj(n ->
                  threads.submit(() -> {
                    var _ = start.await();
                    return call.apply(n);
                  }))
              .toList();
    }
    return calls.stream().map(Future::resultNow).toList();
  }

  private void sql(String text) throws SQLException {
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement()) {
      var _ = statement.executeUpdate(text.formatted(account));
    }
  }
}
