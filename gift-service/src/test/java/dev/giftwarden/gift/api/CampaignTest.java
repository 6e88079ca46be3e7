package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What gifts of one occasion have in common.
@QuarkusTest
class CampaignTest extends ApiTest {
  private static final String ACCOUNT = "campaign-acme";

  private static @Nullable Partner acme;

  /// One for all tests: connections of one address are limited.
  private Partner acme() {
    if (acme == null) {
      acme = partner(ACCOUNT, token -> token.exposePii());
    }
    return acme;
  }

  @Test
  @DisplayName("G5 a gift for a campaign has its budget, value, message and days")
  void sends() {
    String budget = openBudget(acme(), 100);
    Answer campaign = campaign(budget, FULL);

    Answer sent = acme().post("/v2/gifts", gift(campaign.id(), ""));

    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    assertThat(sent.json().path("campaign").asText()).isEqualTo(campaign.id());
    assertThat(sent.json().path("budget").asText()).isEqualTo(budget);
    assertThat(sent.json().at("/value/amount").asLong()).isEqualTo(10);
    assertThat(sent.json().path("message").asText()).isEqualTo("Thank you.");
    assertThat(Duration.between(sentAt(sent), expiresAt(sent))).isEqualTo(Duration.ofDays(7));
    assertThat(acme().get("/v2/gifts/" + sent.id()).json()).isEqualTo(sent.json());
    assertThat(available(acme(), budget)).isEqualTo(90);
  }

  private static final String FULL =
      ",\"value\":{\"amount\":10,\"currency\":\"EUR\"},\"message\":\"Thank you.\","
          + "\"expiresAfterDays\":7";

  @Test
  @DisplayName("G5 what a gift says itself counts")
  void overrides() {
    String budget = openBudget(acme(), 100);
    String campaign = campaign(budget, FULL).id();
    Instant end = Instant.now().plus(Duration.ofDays(3));

    Answer sent =
        acme()
            .post(
                "/v2/gifts",
                gift(
                    campaign,
                    ",\"value\":{\"amount\":25,\"currency\":\"EUR\"},\"message\":\"Dear Ada\","
                        + "\"expiresAt\":\""
                        + end
                        + "\""));

    assertThat(sent.json().at("/value/amount").asLong()).isEqualTo(25);
    assertThat(sent.json().path("message").asText()).isEqualTo("Dear Ada");
    assertThat(Duration.between(expiresAt(sent), end).abs()).isLessThan(Duration.ofSeconds(1));
    assertThat(available(acme(), budget)).isEqualTo(75);
  }

  @Test
  @DisplayName("G5 G6 a batch sends for campaigns and budgets side by side")
  void sendsBatch() {
    String budget = openBudget(acme(), 25);
    String campaign = campaign(budget, FULL).id();
    String item = "{\"key\":\"%s\",\"gift\":%s}";

    Answer answer =
        acme()
            .post(
                BatchBodies.PATH,
                BatchBodies.batch(
                    "each",
                    List.of(
                        item.formatted("a", gift(campaign, "")),
                        BatchBodies.item("b", budget, 1),
                        item.formatted("c", gift("cmp_" + NOWHERE, "")),
                        item.formatted("d", gift(campaign, "")),
                        item.formatted("e", gift(campaign, "")))));

    assertThat(BatchBodies.outcomes(answer))
        .containsExactly("201", "201", "404 not-found", "201", "402 budget-exhausted");
    assertThat(available(acme(), budget)).isEqualTo(4);
  }

  @Test
  @DisplayName("G5 a change is true of what is sent from then on, and a closed one sends nothing")
  void changes() {
    String budget = openBudget(acme(), 100);
    Answer campaign = campaign(budget, FULL);
    String path = "/v2/campaigns/" + campaign.id();

    Answer changed =
        acme()
            .send(
                "PATCH",
                path,
                "{\"name\":\"Summer\",\"value\":{\"amount\":20,\"currency\":\"EUR\"}}");
    Answer sent = acme().post("/v2/gifts", gift(campaign.id(), ""));
    Answer closed = acme().send("PATCH", path, "{\"closed\":true}");
    Answer refused = acme().post("/v2/gifts", gift(campaign.id(), ""));

    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().path("name").asText()).isEqualTo("Summer");
    assertThat(changed.json().path("message").asText()).isEqualTo("Thank you.");
    assertThat(sent.json().at("/value/amount").asLong()).isEqualTo(20);
    assertThat(closed.json().path("closedAt").isNull()).isFalse();
    assertThat(refused.outcome()).isEqualTo("409 conflict");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("campaign");
    assertThat(acme().get(path).json()).isEqualTo(closed.json());
    assertThat(acme().send("PATCH", path, "{\"closed\":false}").json().path("closedAt").isNull())
        .isTrue();
    assertThat(acme().post("/v2/gifts", gift(campaign.id(), "")).status()).isEqualTo(201);
    assertThat(available(acme(), budget)).isEqualTo(60);
  }

  @Test
  @DisplayName("G5 E2 a campaign is opened once under one key, and its gift sent once")
  void repeats() {
    String budget = openBudget(acme(), 100);
    Partner once = acme().with("Idempotency-Key", UUID.randomUUID().toString());
    Answer campaign = once.post("/v2/campaigns", body(budget, FULL));
    Partner sender = acme().with("Idempotency-Key", UUID.randomUUID().toString());

    assertThat(once.post("/v2/campaigns", body(budget, FULL)).json()).isEqualTo(campaign.json());
    assertThat(once.post("/v2/campaigns", body(budget, "")).status()).isEqualTo(422);
    Answer sent = sender.post("/v2/gifts", gift(campaign.id(), ""));
    acme().send("PATCH", "/v2/campaigns/" + campaign.id(), "{\"closed\":true}");
    assertThat(sender.post("/v2/gifts", gift(campaign.id(), "")).json()).isEqualTo(sent.json());
    assertThat(available(acme(), budget)).isEqualTo(90);
  }

  @Test
  @DisplayName("G5 A1 opening and changing have a record each")
  void isRecorded() {
    Answer campaign = campaign(openBudget(acme(), 100), FULL);
    Answer changed =
        acme().send("PATCH", "/v2/campaigns/" + campaign.id(), "{\"name\":\"Summer\"}");

    assertThat(records(1, campaign)).extracting(AuditEvent::action).contains("campaign.create");
    assertThat(records(1, changed)).extracting(AuditEvent::action).contains("campaign.change");
  }

  @Test
  @DisplayName("G5 K2 a campaign of another sub-account or account is not there")
  void isApart() {
    Partner sales = partner(ACCOUNT, token -> token.subAccounts("sales"));
    String budget = openBudget(sales, 100);
    String campaign = sales.post("/v2/campaigns", body(budget, FULL)).id();

    for (Partner other :
        List.of(partner(ACCOUNT, token -> token.subAccounts("hr-dept")), partner("other-acme"))) {
      assertThat(other.get("/v2/campaigns/" + campaign).status()).isEqualTo(404);
      assertThat(other.get("/v2/campaigns").text()).doesNotContain(campaign);
      assertThat(other.send("PATCH", "/v2/campaigns/" + campaign, "{}").status()).isEqualTo(404);
      assertThat(other.post("/v2/gifts", gift(campaign, "")).outcome()).isEqualTo("404 not-found");
      assertThat(other.post("/v2/campaigns", body(budget, "")).outcome())
          .isEqualTo("404 not-found");
    }
    assertThat(sales.get("/v2/campaigns").json().at("/data/0/id").asText()).isEqualTo(campaign);
    assertThat(available(sales, budget)).isEqualTo(100);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GIFTS_SEND      | POST  | /v2/campaigns",
        "CAMPAIGNS_READ  | POST  | /v2/campaigns",
        "CAMPAIGNS_WRITE | GET   | /v2/campaigns",
        "CAMPAIGNS_READ  | PATCH | /v2/campaigns/cmp_0123456789ABCDEFGHIJKL",
        "CAMPAIGNS_WRITE | POST  | /v2/gifts"
      })
  @DisplayName("G5 K3 each scope is good for its own:")
  void scopes(Scope scope, String method, String path) {
    Partner other = partner(ACCOUNT, token -> token.scopes(scope));

    assertThat(other.send(method, path, method.equals("GET") ? null : "{}").outcome())
        .isEqualTo("403 insufficient-scope");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{\"name\":\"A\"}",
        "{\"budget\":\"BUDGET\"}",
        "{\"name\":\"\",\"budget\":\"BUDGET\"}",
        "{\"name\":\"a\\nb\",\"budget\":\"BUDGET\"}",
        "{\"name\":\"A\",\"budget\":\"BUDGET\",\"expiresAfterDays\":0}",
        "{\"name\":\"A\",\"budget\":\"BUDGET\",\"expiresAfterDays\":366}",
        "{\"name\":\"A\",\"budget\":\"BUDGET\",\"expiresAfterDays\":\"30\"}",
        "{\"name\":\"A\",\"budget\":\"BUDGET\",\"value\":{\"amount\":0,\"currency\":\"EUR\"}}",
        "{\"name\":\"A\",\"budget\":\"BUDGET\",\"closed\":true}"
      })
  @DisplayName("G5 E1 what is no campaign is refused:")
  void refuses(String json) {
    String budget = openBudget(acme(), 100);

    assertThat(acme().post("/v2/campaigns", json.replace("BUDGET", budget)).outcome())
        .isEqualTo("400 malformed-request");
  }

  @Test
  @DisplayName("G5 another currency, no value at all, or a budget beside it are refused")
  void refusesGifts() {
    String budget = openBudget(acme(), 100);
    String open = campaign(budget, "").id();
    String dollars = ",\"value\":{\"amount\":1,\"currency\":\"USD\"}";

    assertThat(acme().post("/v2/campaigns", body(budget, dollars)).outcome())
        .isEqualTo("409 conflict");
    assertThat(
            acme()
                .send("PATCH", "/v2/campaigns/" + open, "{" + dollars.substring(1) + "}")
                .outcome())
        .isEqualTo("409 conflict");
    Answer unsaid = acme().post("/v2/gifts", gift(open, ""));
    assertThat(unsaid.outcome()).isEqualTo("409 conflict");
    assertThat(unsaid.json().at("/errors/0/field").asText()).isEqualTo("value");
    assertThat(acme().post("/v2/gifts", gift(open, dollars)).outcome()).isEqualTo("409 conflict");
    assertThat(
            acme().post("/v2/gifts", gift(open, ",\"budget\":\"%s\"".formatted(budget))).outcome())
        .isEqualTo("400 malformed-request");
    assertThat(available(acme(), budget)).isEqualTo(100);
  }

  private Answer campaign(String budget, String more) {
    Answer campaign = acme().post("/v2/campaigns", body(budget, more));
    assertThat(campaign.status()).as(campaign.text()).isEqualTo(201);
    return campaign;
  }

  private static String body(String budget, String more) {
    return "{\"name\":\"Spring\",\"budget\":\"%s\"%s}".formatted(budget, more);
  }

  private static String gift(String campaign, String more) {
    return """
    {"campaign":"%s","recipientData":{"name":"Ada Lovelace","email":"ada@lovelace.example"}%s}
    """
        .formatted(campaign, more)
        .strip();
  }

  private static Instant sentAt(Answer gift) {
    return Instant.parse(gift.json().at("/timeline/0/at").asText());
  }

  private static Instant expiresAt(Answer gift) {
    return Instant.parse(gift.json().path("expiresAt").asText());
  }
}
