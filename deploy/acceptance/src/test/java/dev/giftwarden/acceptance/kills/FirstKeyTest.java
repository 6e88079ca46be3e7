package dev.giftwarden.acceptance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.testkit.KeyInHand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Calls at once at two replicas of auth: what one decides by a count, the other has counted too.
class FirstKeyTest {
  private static final int CALLS = 16;
  private static final House HOUSE = House.started();

  private static Replica second;

  @BeforeAll
  static void startSecond() {
    second = HOUSE.startReplica(Service.AUTH);
  }

  @AfterAll
  static void stopSecond() {
    HOUSE.authBalancer.remove(second.ports().grpc());
    second.close();
  }

  @Test
  @DisplayName(
      "K7 M8 two replicas make one first key, one last client and sub-account, two certificates")
  void oneOfEach() throws Exception {
    Partner acme = Partner.standard(HOUSE, "first-key");
    String path = "/v1/accounts/" + acme.account;
    assertThat(statuses(path + "/keys", _ -> firstKey())).containsOnlyOnce(201);
    fill(acme.account);
    assertThat(
            statuses(
                path + "/clients",
                n ->
                    """
                    {"id":"more-%d","name":"More","environment":"live","scopes":["gifts:read"]}\
                    """
                        .formatted(n)))
        .containsOnlyOnce(201);
    assertThat(statuses(path + "/clients/erp/certificates", _ -> request()))
        .as("M8 two certificates at a time")
        .filteredOn(status -> status == 201)
        .hasSize(2);
    assertThat(statuses(path + "/sub-accounts", n -> "{\"id\":\"more-%d\"}".formatted(n)))
        .containsOnlyOnce(201);
  }

  @Test
  @DisplayName("E2 of 100 at once at two replicas one makes a key, 99 are marked replays of it")
  void onceUnderAWord() throws Exception {
    Partner acme = Partner.standard(HOUSE, "one-word");
    String path = "/v1/accounts/" + acme.account + "/keys";
    Map<String, String> word = Map.of("Idempotency-Key", HOUSE.fresh("word"));
    String body = firstKey();
    List<Answer> answers = atOnce(100, path, word, _ -> body);

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers.stream().map(answer -> answer.text("/id")).distinct()).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.header("Idempotent-Replayed").isPresent())
        .hasSize(99)
        .noneMatch(answer -> answer.json().has("key"));
    assertThat(atOnce(2, path, word, _ -> firstKey().replace("gifts:read", "gifts:send")))
        .extracting(Answer::status)
        .containsOnly(422);
    assertThat(HOUSE.curl(HOUSE.operator(), HOUSE.auth + path).json().at("/items")).hasSize(1);
  }

  private static String firstKey() {
    Instant expiry = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(30));
    return """
    {"environment":"live","expiresAt":"%s","scopes":["keys:read","keys:write"],
     "grantableScopes":["gifts:read"]}\
    """
        .formatted(expiry);
  }

  private static String request() {
    return "{\"csr\":\"%s\"}".formatted(KeyInHand.make().pem().replace("\n", "\\n"));
  }

  /// All but one of the clients and sub-accounts that it may have.
  private static void fill(String account) throws Exception {
    try (var connection = HOUSE.superuser("auth");
        var statement = connection.createStatement()) {
      var _ =
          statement.executeUpdate(
              """
              insert into client (account, id, name, environment, scopes, created_at)
              select '%1$s', 'c-' || n || '-x', 'A client', 'live', '{gifts:read}', now()
              from generate_series(1, 99 - (select count(*) from client where account = '%1$s')) n
              """
                  .formatted(account));
      var _ =
          statement.executeUpdate(
              """
              insert into sub_account (account, id, created_at)
              select '%s', 's-' || n || '-x', now() from generate_series(1, 999) n
              """
                  .formatted(account));
    }
  }

  /// The statuses; 409 beside what was made.
  private static List<Integer> statuses(String path, IntFunction<String> body) throws Exception {
    List<Integer> statuses =
        atOnce(CALLS, path, Map.of(), body).stream().map(Answer::status).toList();
    assertThat(statuses).containsOnly(201, 409);
    return statuses;
  }

  /// Each over a connection of its own, in turn at one and at the other.
  private static List<Answer> atOnce(
      int many, String path, Map<String, String> headers, IntFunction<String> body)
      throws Exception {
    Path operator = Objects.requireNonNull(HOUSE.operator().folder());
    List<String> auths = List.of(HOUSE.auth, second.https());
    CyclicBarrier start = new CyclicBarrier(many);
    List<Future<Answer>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < many; n++) {
        int call = n;
        String auth = auths.get(n % auths.size());
        calls.add(
            threads.submit(() -> {
              try (Caller caller = Caller.with(operator, "auth")) {
                var _ = caller.get(auth + "/.well-known/jwks.json", Map.of());
                var _ = start.await();
                return caller.post(auth + path, headers, "application/json", body.apply(call));
              }
            }));
      }
    }
    return calls.stream().map(Future::resultNow).toList();
  }
}
