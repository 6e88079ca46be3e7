package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("M2 Z4 an account's plan, policy and suspension hold from the next call on")
class AccountChangesTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();
  private final Edge stranger = Edge.stranger();

  private String account = "";
  private JsonNode key = NullNode.getInstance();

  @BeforeEach
  void accountWithKey() {
    use(directory.account("enterprise", "optional"));
  }

  private void use(String id) {
    account = id;
    key = directory.key(id, "keys:read", "");
  }

  private String path() {
    return "/v1/accounts/" + account;
  }

  private String keys(Edge edge, String credential) {
    return edge.get(path() + "/keys", "Authorization", "Bearer " + credential).outcome();
  }

  private String issued(Edge edge) {
    var answer = edge.postForm("/oauth2/token", Directory.secret(key, "audience", "auth"));
    if (answer.status() == 200) {
      return "200";
    }
    var uri = answer.json().get("error_uri").asText();
    return answer.status() + uri.substring(uri.lastIndexOf('/'));
  }

  @Test
  @DisplayName(
      "M4 a required certificate is asked for on open connections, of tokens of before too")
  void requiresCertificatesAtOnce() {
    var token = Directory.token(stranger, key);
    assertThat(keys(stranger, token)).isEqualTo("200");

    var changed = operator.patch(path(), "{\"mtls\": \"required\"}");

    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().get("mtls").asText()).isEqualTo("required");
    assertThat(operator.get(path()).json()).isEqualTo(changed.json());
    assertThat(keys(stranger, token)).isEqualTo("401 token-revoked");
    assertThat(issued(stranger)).isEqualTo("401/certificate-required");
    assertThat(keys(stranger, key.get("key").asText())).isEqualTo("401 certificate-required");
    directory.client(account, "erp", "keys:read");
    assertThat(issued(Edge.partner(account, "erp"))).isEqualTo("200");
  }

  @ParameterizedTest(name = "{0}, {1}: {2} is {3}, then {4}, {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "standard|optional|{\"mtls\":\"required\"}|403 plan-required|standard|optional",
        "standard|optional|{\"plan\":\"enterprise\",\"mtls\":\"required\"}|200|enterprise|required",
        "standard|optional|{\"plan\":\"enterprise\"}|200|enterprise|optional",
        "enterprise|required|{\"plan\":\"standard\"}|409 enforcement-not-dropped|enterprise|required",
        "enterprise|required|{\"plan\":\"standard\",\"mtls\":\"required\"}"
            + "|403 plan-required|enterprise|required",
        "enterprise|required|{\"plan\":\"standard\",\"mtls\":\"optional\"}|200|standard|optional",
        "enterprise|required|{\"mtls\":\"optional\"}|200|enterprise|optional",
        "enterprise|optional|{\"plan\":\"standard\"}|200|standard|optional",
        "enterprise|optional|{}|400 malformed-request|enterprise|optional",
        "enterprise|optional|{\"plan\":null}|400 malformed-request|enterprise|optional",
        "enterprise|optional|{\"plan\":\"gold\"}|400 malformed-request|enterprise|optional",
        "enterprise|optional|{\"id\":\"other\"}|400 malformed-request|enterprise|optional",
      })
  void keepsPlanAndPolicyTogether(
      String plan, String mtls, String body, String answer, String planAfter, String mtlsAfter) {
    account = directory.account(plan, mtls);

    assertThat(operator.patch(path(), body).outcome()).isEqualTo(answer);

    var after = operator.get(path()).json();
    assertThat(after.get("plan").asText()).isEqualTo(planAfter);
    assertThat(after.get("mtls").asText()).isEqualTo(mtlsAfter);
    assertThat(Outbox.ofAccount(account))
        .filteredOn(event -> event.action().equals("account.update"))
        .hasSize(answer.startsWith("400") ? 0 : 1);
  }

  @Test
  @DisplayName("what is so already is answered and changes nothing")
  void changesNothingTwice() {
    var token = Directory.token(stranger, key);

    assertThat(operator.patch(path(), "{\"plan\": \"enterprise\"}").status()).isEqualTo(200);

    assertThat(keys(stranger, token)).isEqualTo("200");
    assertThat(Outbox.ofAccount(account))
        .noneMatch(event -> event.action().equals("account.update"));
  }

  @Test
  @DisplayName("none of a suspended account's credentials works, and all do again after")
  void suspendsAndResumes() {
    directory.client(account, "erp", "keys:read");
    var erp = Edge.partner(account, "erp");
    var token = Directory.token(stranger, key);
    var bare = key.get("key").asText();

    var suspended = operator.post(path() + "/suspend", "");
    assertThat(suspended.status()).as(suspended.text()).isEqualTo(200);
    assertThat(suspended.json().get("suspendedAt").asText()).endsWith("Z");
    assertThat(operator.post(path() + "/suspend", "").json()).isEqualTo(suspended.json());

    assertThat(keys(stranger, token)).isEqualTo("401 token-revoked");
    assertThat(keys(stranger, bare)).isEqualTo("403 account-suspended");
    assertThat(issued(stranger)).isEqualTo("400/account-suspended");
    assertThat(certificateAlone(erp)).isEqualTo(400);
    try (var gift = Peer.service("gift")) {
      var relayed = gift.stub().exchange(Peer.presented(key, erp.certificate().chain()));
      assertThat(relayed.getRefused().getProblem()).isEqualTo("account-suspended");
    }

    assertThat(operator.post(path() + "/resume", "").json().get("suspendedAt").isNull()).isTrue();
    assertThat(keys(stranger, token)).isEqualTo("401 token-revoked");
    assertThat(keys(stranger, bare)).isEqualTo("200");
    assertThat(issued(stranger)).isEqualTo("200");
    assertThat(certificateAlone(erp)).isEqualTo(200);
    assertThat(Outbox.ofAccount(account))
        .extracting(event -> event.action())
        .containsOnlyOnce("account.suspend", "account.resume");
  }

  @Test
  @DisplayName("T6 whoever follows the feed knows who is suspended, from its snapshot too")
  void tellsOfSuspensions() {
    var id = new AccountId(account);
    try (var gift = Peer.service("gift")) {
      var early = gift.follow();
      assertThat(early.isSuspended(id)).isFalse();

      operator.post(path() + "/suspend", "");
      operator.patch(path(), "{\"plan\": \"standard\"}");
      assertThat(gift.awaits(SOON, () -> early.isSuspended(id))).isTrue();
      var late = gift.follow();
      assertThat(gift.awaits(SOON, () -> late.isSuspended(id))).isTrue();

      operator.post(path() + "/resume", "");
      assertThat(gift.awaits(SOON, () -> !early.isSuspended(id) && !late.isSuspended(id))).isTrue();
    }
  }

  private static int certificateAlone(Edge edge) {
    var form = Map.of("grant_type", "client_credentials", "client_id", "erp", "audience", "auth");
    return edge.postForm("/oauth2/token", form).status();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "/suspend", "/resume"})
  @DisplayName("nobody but an operator")
  void isForOperators(String what) {
    var bare = "Bearer " + key.get("key").asText();
    var refused =
        what.isEmpty()
            ? stranger.patch(path(), "{\"plan\": \"standard\"}", "Authorization", bare)
            : stranger.post(path() + what, "", "Authorization", bare);
    assertThat(refused.outcome()).isEqualTo("403 insufficient-scope");

    var unknown = "/v1/accounts/no-such-account" + what;
    var missing =
        what.isEmpty()
            ? operator.patch(unknown, "{\"plan\": \"standard\"}")
            : operator.post(unknown, "");
    assertThat(missing.outcome()).isEqualTo("404 not-found");
  }

  @Test
  @DisplayName(
      "of two operators at once, one lifts the policy and one the plan: never a standard that requires")
  void decidesUnderTheLock() throws Exception {
    for (int i = 0; i < 10; i++) {
      account = directory.account("enterprise", "optional");
      try (var pool = Executors.newFixedThreadPool(2)) {
        var both =
            pool.invokeAll(
                List.<Callable<String>>of(
                    () -> operator.patch(path(), "{\"mtls\":\"required\"}").outcome(),
                    () -> operator.patch(path(), "{\"plan\":\"standard\"}").outcome()));
        assertThat(List.of(both.get(0).get(), both.get(1).get()))
            .isIn(
                List.of("200", "409 enforcement-not-dropped"), List.of("403 plan-required", "200"));
      }
    }
  }
}
