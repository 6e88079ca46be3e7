package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.testkit.Answer;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What auth says of quotas, of which nobody meets any here, and of plans to who counts elsewhere.
@AuthTest
@DisplayName("E5 quotas at auth")
class QuotaTest {
  private static final String STANDARD = "100000000";
  private static final String ENTERPRISE = "200000000";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Directory directory = new Directory();

  private static void stands(Answer answer, String quota, String... of) {
    assertThat(answer.headers().get("ratelimit-policy"))
        .as(answer.text())
        .isEqualTo(joined("\"%s\";q=" + quota + ";w=60", of));
    assertThat(answer.headers().get("ratelimit")).matches(joined("\"%s\";r=[0-9]+;t=[0-9]+", of));
  }

  private static String joined(String item, String... of) {
    return String.join(", ", Stream.of(of).map(item::formatted).toList());
  }

  private static void saysNothing(Answer answer) {
    assertThat(answer.headers()).doesNotContainKeys("ratelimit", "ratelimit-policy");
  }

  @ParameterizedTest(name = "E5 {0}")
  @ValueSource(strings = {"/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"})
  @DisplayName("E5 each endpoint of OAuth says where who has proven a credential stands:")
  void endpoints(String endpoint) {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "gifts:read");
    var partner = Edge.partner(account, "erp");
    var key = directory.key(account, "gifts:read", "");
    var form = Directory.secret(key, "token", "x");
    stands(partner.postForm(endpoint, form), ENTERPRISE, "key", "client", "account");
    stands(Edge.stranger().postForm(endpoint, form), ENTERPRISE, "key", "account");
    var alone = Map.of("grant_type", "client_credentials", "client_id", "erp", "token", "x");
    stands(partner.postForm(endpoint, alone), ENTERPRISE, "client", "account");

    var wrong = new HashMap<>(form);
    wrong.put(
        "client_secret",
        Objects.requireNonNull(form.get("client_secret")).replace("gwk_live_", "gwk_test_"));
    saysNothing(Edge.stranger().postForm(endpoint, wrong));
    saysNothing(Edge.stranger().postForm(endpoint, alone));
    saysNothing(Edge.stranger().postForm(endpoint, Map.of("token", "x")));
    wrong.put("client_id", "erp");
    saysNothing(partner.postForm(endpoint, wrong));
  }

  @Test
  @DisplayName("E5 a scope that the key does not have is refused, and counts")
  void refusedScope() {
    var key = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var form = Directory.secret(key, "scope", "gifts:send");
    var first = Edge.stranger().postForm("/oauth2/token", form);
    assertThat(first.status()).isEqualTo(400);
    stands(first, STANDARD, "key", "account");
  }

  @Test
  @DisplayName("E5 gift and audit read the plan in the token, whatever it is issued for, not auth")
  void plan() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "gifts:read");
    var partner = Edge.partner(account, "erp");
    var key = directory.key(account, "gifts:read", "");
    for (var audience : List.of("gift", "audit")) {
      assertThat(plan(token(partner, Directory.secret(key, "audience", audience))))
          .isEqualTo("enterprise");
      assertThat(plan(token(partner, alone(audience)))).isEqualTo("enterprise");
    }
    assertThat(plan(token(partner, Directory.secret(key, "audience", "auth")))).isEqualTo("absent");
    try (var gift = Peer.service("gift")) {
      var relayed = gift.stub().exchange(Peer.presented(key, partner.certificate().chain()));
      assertThat(plan(relayed.getIssued().getToken())).isEqualTo("enterprise");
    }
    change(account, "standard");
    assertThat(plan(token(partner, Directory.secret(key, "audience", "gift")))).isEqualTo("absent");
    assertThat(plan(token(partner, alone("gift")))).isEqualTo("absent");
  }

  @Test
  @DisplayName("E5 another plan holds at auth's own routes from the next token on")
  void ownRoutes() {
    var account = directory.account("standard", "optional");
    var key = directory.key(account, "keys:read", "");
    var path = "/v1/accounts/" + account + "/keys";
    var stranger = Edge.stranger();
    for (var plan : List.of("standard", "enterprise", "standard")) {
      change(account, plan);
      var bearer = "Bearer " + Directory.token(stranger, key);
      var quota = plan.equals("standard") ? STANDARD : ENTERPRISE;
      stands(stranger.get(path, "Authorization", bearer), quota, "key", "account");
      stands(
          stranger.get("/v1/accounts/none/clients", "Authorization", bearer),
          quota,
          "key",
          "account");
    }
    saysNothing(stranger.get(path));
    saysNothing(stranger.get("/v1/versions"));
    saysNothing(Edge.operator().get(path));
  }

  private static void change(String account, String plan) {
    var answer = Edge.operator().patch("/v1/accounts/" + account, "{\"plan\": \"" + plan + "\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static Map<String, String> alone(String audience) {
    return Map.of("grant_type", "client_credentials", "client_id", "erp", "audience", audience);
  }

  private static String token(Edge edge, Map<String, String> form) {
    var answer = edge.postForm("/oauth2/token", form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("access_token").asText();
  }

  private static String plan(String token) {
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
      return claims.path("gw_plan").asText("absent");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
