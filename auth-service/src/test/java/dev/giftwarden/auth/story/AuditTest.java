package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.Outcome;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import java.util.Map;
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
        .extracting(AuditEvent::action)
        .containsExactly("account.create", "client.create", "key.create", "token.issue");
    assertThat(events).extracting(AuditEvent::outcome).containsOnly(Outcome.SUCCESS);
    var token = events.getLast();
    assertThat(token.actor()).isEqualTo("key:" + key.get("id").asText());
    assertThat(token.keyId()).isEqualTo(key.get("id").asText());
    assertThat(token.environment()).isEqualTo("live");
    assertThat(token.sourceAddress()).isEqualTo("127.0.0.1");
    assertThat(token.certificateSerial()).isEqualTo(partner.certificate().own().serial());
    assertThat(token.requestId()).isEqualTo(answer.headers().get("x-request-id"));
    assertThat(events.getFirst().actor()).isEqualTo("spiffe://operators.giftwarden.example/first");
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
            .filter(event -> event.outcome() == Outcome.REFUSED)
            .toList();
    assertThat(refused)
        .extracting(AuditEvent::reason)
        .containsExactly("network", "scope", "wider-than-issuer", "scope");
    assertThat(refused)
        .extracting(AuditEvent::action)
        .containsExactly(
            "token.issue", "token.issue", "key.create", "GET /v1/accounts/{account}/keys");
    assertThat(refused).extracting(AuditEvent::actor).allMatch(actor -> actor.startsWith("key:"));
  }

  @Test
  @DisplayName(
      "A1 who came with a certificate and no credential is refused on its account's record")
  void recordsTheCertificatesAccount() {
    var account = directory.account("enterprise", "required");
    var partner = Edge.partner(account, "erp");

    partner.get("/v1/accounts/" + account + "/keys");
    partner.postForm("/oauth2/token", Map.of("grant_type", "client_credentials"));
    partner.postForm(
        "/oauth2/token",
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            "noSuchKey000",
            "client_secret",
            "gwk_live_noSuchKey000_0123456789abcdefghijABCDEFGHIJ000000"));

    var refused =
        Outbox.ofAccount(account).stream()
            .filter(event -> event.outcome() == Outcome.REFUSED)
            .toList();
    assertThat(refused)
        .extracting(AuditEvent::action)
        .startsWith("GET /v1/accounts/{account}/keys")
        .endsWith("token.issue");
    assertThat(refused)
        .extracting(AuditEvent::certificateSerial)
        .containsOnly(partner.certificate().own().serial());
    assertThat(refused)
        .extracting(AuditEvent::actor)
        .containsOnly("spiffe://partners.giftwarden.example/account/" + account + "/client/erp");
    assertThat(refused.getFirst().apiVersion()).isEqualTo("v1");
    assertThat(refused.getLast().apiVersion()).isEmpty();
  }
}
