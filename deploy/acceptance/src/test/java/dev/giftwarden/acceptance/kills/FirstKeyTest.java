package dev.giftwarden.acceptance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Calls at once at two replicas of auth: what one decides by a count, the other has counted too.
class FirstKeyTest {
  private static final int CALLS = 16;
  private static final House HOUSE = House.started();

  @Test
  @DisplayName(
      "K7 two replicas make one first key, one last client and one last sub-account, and two certificates")
  void oneOfEach() throws Exception {
    Partner acme = Partner.standard(HOUSE, "first-key");
    String path = "/v1/accounts/" + acme.account;
    Instant expiry = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(30));
    String key =
        """
        {"environment":"live","expiresAt":"%s","scopes":["keys:read","keys:write"],
         "grantableScopes":["gifts:read"]}\
        """
            .formatted(expiry);
    Replica second = HOUSE.startReplica(Service.AUTH);
    try {
      List<String> auths = List.of(HOUSE.auth, second.https());
      assertThat(atOnce(auths, path + "/keys", _ -> key)).containsOnlyOnce(201);
      fill(acme.account);
      assertThat(
              atOnce(
                  auths,
                  path + "/clients",
                  n ->
                      """
                      {"id":"more-%d","name":"More","environment":"live","scopes":["gifts:read"]}\
                      """
                          .formatted(n)))
          .containsOnlyOnce(201);
      assertThat(atOnce(auths, path + "/clients/erp/certificates", _ -> request()))
          .as("M8 two certificates at a time")
          .filteredOn(status -> status == 201)
          .hasSize(2);
      assertThat(atOnce(auths, path + "/sub-accounts", n -> "{\"id\":\"more-%d\"}".formatted(n)))
          .containsOnlyOnce(201);
    } finally {
      HOUSE.authBalancer.remove(second.ports().grpc());
      second.close();
    }
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
  private static List<Integer> atOnce(List<String> auths, String path, IntFunction<String> body)
      throws Exception {
    Path operator = Objects.requireNonNull(HOUSE.operator().folder());
    CyclicBarrier start = new CyclicBarrier(CALLS);
    List<Future<Integer>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < CALLS; n++) {
        int call = n;
        String auth = auths.get(n % auths.size());
        calls.add(
            threads.submit(() -> {
              try (Caller caller = Caller.with(operator, "auth")) {
                var _ = caller.get(auth + "/.well-known/jwks.json", Map.of());
                var _ = start.await();
                return caller
                    .post(auth + path, Map.of(), "application/json", body.apply(call))
                    .status();
              }
            }));
      }
    }
    List<Integer> statuses = calls.stream().map(Future::resultNow).toList();
    assertThat(statuses).containsOnly(201, 409);
    return statuses;
  }
}
