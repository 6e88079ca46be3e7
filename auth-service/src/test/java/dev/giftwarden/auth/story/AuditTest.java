package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.v1.Event;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("A1 every act and every refusal leaves exactly one entry")
class AuditTest {
  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();

  @Test
  @DisplayName(
      "A1 making an account, a client and a key, and a token: one entry each, before the answer")
  void acts() {
    var account = directory.account("enterprise", "required");
    directory.client(account, "erp", "gifts:read");
    var key = directory.key(account, "gifts:read", "");
    var partner = Edge.partner(account, "erp");
    var answer = partner.postForm("/oauth2/token", Directory.secret(key));

    var events = Outbox.ofAccount(account);
    assertThat(events)
        .extracting(Event::getAction)
        .containsExactly("account.create", "client.create", "key.create", "token.issue");
    assertThat(events).extracting(Event::getOutcome).containsOnly("success");
    var token = events.getLast();
    assertThat(token.getActor()).isEqualTo("key:" + key.get("id").asText());
    assertThat(token.getKeyId()).isEqualTo(key.get("id").asText());
    assertThat(token.getEnvironment()).isEqualTo("live");
    assertThat(token.getSourceAddress()).isEqualTo("127.0.0.1");
    assertThat(token.getCertificateSerial()).isEqualTo(partner.certificate().own().serial());
    assertThat(token.getRequestId()).isEqualTo(answer.headers().get("x-request-id"));
    assertThat(events.getFirst().getActor())
        .isEqualTo("spiffe://operators.giftwarden.example/first");
  }

  @Test
  @DisplayName("A1 refusals keep their precise reason inside, and the name of whoever was proven")
  void refusals() {
    var account = directory.account("standard", "optional");
    var reader = directory.key(account, "gifts:read", "", ", \"networks\": [\"203.0.113.0/24\"]");
    var admin = directory.key(account, "keys:write", "gifts:read");
    int before = Outbox.ofAccount(account).size();

    stranger.postForm("/oauth2/token", Directory.secret(reader));
    stranger.postForm("/oauth2/token", Directory.secret(admin, "scope", "gifts:read"));
    var bearer = new String[] {"Authorization", "Bearer " + Directory.token(stranger, admin)};
    stranger.post(
        "/v1/accounts/" + account + "/keys", Directory.body("gifts:send", "", ""), bearer);
    stranger.get("/v1/accounts/" + account + "/keys", bearer);

    var refused =
        Outbox.ofAccount(account).stream()
            .skip(before)
            .filter(event -> event.getOutcome().equals("refused"))
            .toList();
    assertThat(refused)
        .extracting(Event::getReason)
        .containsExactly("network", "scope", "wider-than-issuer", "scope");
    assertThat(refused)
        .extracting(Event::getAction)
        .containsExactly(
            "token.issue", "token.issue", "key.create", "GET /v1/accounts/{account}/keys");
    assertThat(refused).extracting(Event::getActor).allMatch(actor -> actor.startsWith("key:"));
  }
}
