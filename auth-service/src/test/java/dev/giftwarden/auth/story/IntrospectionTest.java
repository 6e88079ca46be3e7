package dev.giftwarden.auth.story;

import static dev.giftwarden.auth.story.AboutTokens.INTROSPECT;
import static dev.giftwarden.auth.story.AboutTokens.REVOKE;
import static dev.giftwarden.auth.story.AboutTokens.altered;
import static dev.giftwarden.auth.story.AboutTokens.becomes;
import static dev.giftwarden.auth.story.AboutTokens.claims;
import static dev.giftwarden.auth.story.AboutTokens.done;
import static dev.giftwarden.auth.story.AboutTokens.oauth;
import static dev.giftwarden.auth.story.AboutTokens.records;
import static dev.giftwarden.auth.story.AboutTokens.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.testkit.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("T6 RFC 7662: a token is shown to its holder while it lives, and to nobody else")
class IntrospectionTest {
  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();

  @Test
  @DisplayName("T6 its holder reads what the token says, and every member is the token's")
  void introspected() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "keys:read");
    var key = directory.key(account, "keys:read accounts:read", "");
    var erp = Edge.partner(account, "erp");
    for (var edge : List.of(stranger, erp)) {
      var token = Directory.token(edge, key);
      var answer = stranger.postForm(INTROSPECT, secret(key, token));
      assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
      assertThat(answer.headers()).containsEntry("cache-control", "no-store");
      var says = answer.json();
      var claims = claims(token);
      assertThat(says.get("active").asBoolean()).isTrue();
      assertThat(says.get("token_type").asText()).isEqualTo("Bearer");
      for (String name : List.of("scope", "client_id", "exp", "iat", "sub", "aud", "iss", "jti")) {
        assertThat(says.get(name)).as(name).isEqualTo(claims.get(name));
      }
      assertThat(says.get("cnf")).isEqualTo(claims.get("cnf"));
      assertThat(says.size()).isEqualTo(claims.has("cnf") ? 11 : 10);
    }
    assertThat(becomes("2", () -> Integer.toString(records(account, "token.introspect").size())))
        .as("the answer does not wait for its record")
        .isEqualTo("2");
  }

  @Test
  @DisplayName("T6 of every other token the answer is that it is not active, and no more")
  void inactive() {
    var account = directory.account("enterprise", "optional");
    var operator = Edge.operator();
    directory.client(account, "erp", "keys:read");
    var key = directory.key(account, "keys:read", "");
    var erp = Edge.partner(account, "erp");
    var others = directory.key(directory.account("standard", "optional"), "keys:read", "");
    var token = Directory.token(stranger, key);
    for (String no :
        List.of("x", altered(token), unsigned(token), Directory.token(stranger, others))) {
      inactive(stranger.postForm(INTROSPECT, secret(key, no)));
    }
    inactive(erp.postForm(INTROSPECT, Map.of("client_id", "erp", "token", token)));
    inactive(stranger.postForm(INTROSPECT, secret(others, token)));

    done(stranger.postForm(REVOKE, secret(key, token)));
    becomesInactive(key, token);
    var before = Directory.token(stranger, key);
    var path = "/v1/accounts/" + account;
    assertThat(operator.post(path + "/suspend", "").outcome()).isEqualTo("200");
    assertThat(oauth(stranger.postForm(INTROSPECT, secret(key, before))))
        .as("nothing of a suspended account is told to it")
        .isEqualTo("400 unauthorized_client");
    assertThat(operator.post(path + "/resume", "").outcome()).isEqualTo("200");
    becomesInactive(key, before);
  }

  private void becomesInactive(JsonNode key, String token) {
    var dead = "{\"active\":false}";
    assertThat(becomes(dead, () -> stranger.postForm(INTROSPECT, secret(key, token)).text()))
        .isEqualTo(dead);
  }

  @Test
  @DisplayName("E5 T6 who asks too often is told to wait, and no other account is")
  void limited() {
    var key = directory.key(directory.account("standard", "optional"), "keys:read", "");
    var other = directory.key(directory.account("standard", "optional"), "keys:read", "");
    var outcomes = new ArrayList<String>();
    for (int i = 0; i < 400 && !outcomes.contains("429"); i++) {
      var answer = stranger.postForm(INTROSPECT, secret(key, "x"));
      outcomes.add(Integer.toString(answer.status()));
      if (answer.status() == 429) {
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(oauth(answer)).isEqualTo("429 temporarily_unavailable");
      }
    }
    assertThat(outcomes).contains("429").startsWith("200");
    inactive(stranger.postForm(INTROSPECT, secret(other, "x")));
  }

  @Test
  @DisplayName("T6 C6 a token reads as dead when the certificate is revoked that it is bound to")
  void boundToWhatIsRevoked() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "keys:read");
    var key = directory.key(account, "keys:read", "");
    var erp = directory.enrolled(account, "erp");
    var token = Directory.token(erp, key);
    var before = stranger.postForm(INTROSPECT, secret(key, token));
    assertThat(before.json().get("active").asBoolean()).as(before.text()).isTrue();

    var certificate =
        "/v1/accounts/%s/clients/erp/certificates/%s"
            .formatted(account, erp.certificate().own().serial());
    var revoked = Edge.operator().post(certificate + "/revoke", "{\"reason\":\"superseded\"}");
    assertThat(revoked.outcome()).as(revoked.text()).isEqualTo("200");
    inactive(stranger.postForm(INTROSPECT, secret(key, token)));
  }

  private static void inactive(Answer answer) {
    assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
    assertThat(answer.text()).isEqualTo("{\"active\":false}");
  }

  private static String unsigned(String token) {
    return token.substring(0, token.lastIndexOf('.') + 1);
  }
}
