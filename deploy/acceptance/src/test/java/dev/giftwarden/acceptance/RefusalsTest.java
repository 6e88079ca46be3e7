package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What must not work, each beside the same call that does.
class RefusalsTest {
  private static final House HOUSE = House.started();

  private static Partner acme;
  private static Partner.Key sender;
  private static String token;
  private static String budget;

  @BeforeAll
  static void anAccountThatCanSend() {
    acme = Partner.enterprise(HOUSE, "refusals").withSubAccount("north").withSubAccount("south");
    sender = acme.sender();
    token = acme.token(sender, "gift");
    budget = acme.budget(token, 1_000_00);
  }

  @Test
  @DisplayName("T2 no token is 401 at gift and audit, the right one 200")
  void noToken() {
    assertThat(gifts(acme.certificate).outcome()).isEqualTo("401 credentials-missing");
    assertThat(events(acme.certificate).outcome()).isEqualTo("401 credentials-missing");
    assertThat(gifts(acme.certificate, "--oauth2-bearer", token).outcome()).isEqualTo("200");
    assertThat(events(acme.certificate, "--oauth2-bearer", auditToken()).outcome())
        .isEqualTo("200");
  }

  @Test
  @DisplayName("T3 a token for one audience is refused by the other")
  void wrongAudience() {
    assertThat(events(acme.certificate, "--oauth2-bearer", token).outcome())
        .isEqualTo("401 token-invalid");
    assertThat(gifts(acme.certificate, "--oauth2-bearer", auditToken()).outcome())
        .isEqualTo("401 token-invalid");
  }

  @Test
  @DisplayName("T2 a stolen token is worth nothing over another certificate or none")
  void stolenToken() {
    Identity thief = HOUSE.issue("partner", acme.account, "thief");
    Map<Identity, String> refusals =
        Map.of(thief, "401 certificate-mismatch", Identity.NONE, "401 certificate-required");
    refusals.forEach((other, refusal) -> {
      assertThat(gifts(other, "--oauth2-bearer", token).outcome()).isEqualTo(refusal);
      assertThat(events(other, "--oauth2-bearer", auditToken()).outcome()).isEqualTo(refusal);
    });
    assertThat(gifts(acme.certificate, "--oauth2-bearer", token).outcome()).isEqualTo("200");
  }

  @Test
  @DisplayName("K1 K3 a read-only key reads, and cannot send nor spend")
  void readOnlyKey() {
    Partner.Key reader = acme.key(List.of("gifts:read", "budgets:read"));
    String reading = acme.token(reader, "gift");
    String before = budget(reading);
    assertThat(acme.send(acme.certificate, reading, budget, 100).outcome())
        .isEqualTo("403 insufficient-scope");
    assertThat(gifts(acme.certificate, "--oauth2-bearer", reading).outcome()).isEqualTo("200");
    assertThat(budget(reading)).isEqualTo(before);
  }

  @Test
  @DisplayName("K4 K5 a masked key may not look for a person")
  void maskedKey() {
    String search = HOUSE.gift + "/v1/recipients?email=ada%40lovelace.example";
    assertThat(HOUSE.curl(acme.certificate, search, "--oauth2-bearer", token).outcome())
        .isEqualTo("403 pii-filter-requires-unmasked");
    Partner.Key seeing = acme.sender("\"exposePii\":true", "\"piiReason\":\"prints the labels\"");
    assertThat(
            HOUSE
                .curl(acme.certificate, search, "--oauth2-bearer", acme.token(seeing, "gift"))
                .outcome())
        .isEqualTo("200");
  }

  @Test
  @DisplayName("K2 another sub-account's gift is as absent as one that never was")
  void otherSubAccount() {
    String north = acme.token(acme.sender("\"subAccounts\":[\"north\"]"), "gift");
    String south = acme.token(acme.sender("\"subAccounts\":[\"south\"]"), "gift");
    String purse = acme.budget(south, 50_00, "\"subAccount\":\"south\"");
    String gift = acme.send(acme.certificate, south, purse, 100).text("/id");
    assertThat(gift(south, gift).status()).isEqualTo(200);
    Reply hidden = gift(north, gift);
    Reply absent = gift(north, gift.substring(0, gift.length() - 4) + "0000");
    assertThat(hidden.outcome()).isEqualTo("404 not-found");
    assertThat(withoutRequestId(hidden)).isEqualTo(withoutRequestId(absent));
    assertThat(
            HOUSE.curl(acme.certificate, HOUSE.gift + "/v1/gifts", "--oauth2-bearer", north).body())
        .doesNotContain(gift);
  }

  @Test
  @DisplayName("G3 an overspent budget is 402 and stays as it was")
  void overspent() {
    String small = acme.budget(token, 10_00);
    assertThat(acme.send(acme.certificate, token, small, 10_01).outcome())
        .isEqualTo("402 budget-exhausted");
    assertThat(acme.send(acme.certificate, token, small, 10_00).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("E2 a repeated Idempotency-Key replays, and with another body is 422")
  void repeated() {
    String[] once = {"--header", "Idempotency-Key: order-4711"};
    Reply first = acme.send(acme.certificate, token, budget, 700, once);
    Reply second = acme.send(acme.certificate, token, budget, 700, once);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.headers()).doesNotContainKey("idempotent-replayed");
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(acme.send(acme.certificate, token, budget, 701, once).outcome())
        .isEqualTo("422 idempotency-key-reused");
  }

  @Test
  @DisplayName("T1 an account that requires mTLS gives no token to a key alone")
  void keyAlone() {
    Reply reply =
        HOUSE.curl(
            Identity.NONE,
            HOUSE.auth + "/oauth2/token",
            "--user",
            sender.id() + ":" + sender.secret(),
            "--data",
            "grant_type=client_credentials");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text("/error")).isEqualTo("invalid_client");
    assertThat(gifts(Identity.NONE, "--oauth2-bearer", sender.secret()).outcome())
        .isEqualTo("401 certificate-required");
    assertThat(gifts(acme.certificate, "--oauth2-bearer", sender.secret()).outcome())
        .isEqualTo("200");
  }

  private static Reply gifts(Identity over, String... credentials) {
    return HOUSE.curl(over, with(HOUSE.gift + "/v1/gifts", credentials));
  }

  private static Reply events(Identity over, String... credentials) {
    return HOUSE.curl(over, with(HOUSE.audit + "/v1/audit/events", credentials));
  }

  private static Reply gift(String token, String id) {
    return HOUSE.curl(acme.certificate, HOUSE.gift + "/v1/gifts/" + id, "--oauth2-bearer", token);
  }

  private static String budget(String token) {
    return HOUSE
        .curl(acme.certificate, HOUSE.gift + "/v1/budgets/" + budget, "--oauth2-bearer", token)
        .body();
  }

  private static String auditToken() {
    return acme.token(acme.key(List.of("audit:read")), "audit");
  }

  private static String[] with(String first, String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static String withoutRequestId(Reply reply) {
    return reply
        .body()
        .replace(reply.text("/requestId"), "")
        .replaceAll("gft_[0-9A-Za-z]+", "gft_");
  }
}
