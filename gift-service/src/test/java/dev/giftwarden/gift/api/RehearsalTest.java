package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Mailboxes whose gifts fare as their names say, in the test environment.
@QuarkusTest
class RehearsalTest extends ApiTest {
  private static final String DOMAIN = "@rehearsal.giftwarden.example";
  private static final String ACCOUNT = "rehearsal-acme";

  private static @Nullable Partner tester;
  private static @Nullable Partner owner;

  private Partner tester() {
    if (tester == null) {
      tester = partner(ACCOUNT);
    }
    return tester;
  }

  private Partner live() {
    if (owner == null) {
      owner = partner(ACCOUNT, token -> token.environment(Environment.LIVE));
    }
    return owner;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "budget-exhausted, 402 budget-exhausted",
    "Budget-Exhausted, 402 budget-exhausted",
    "spend-limit-exceeded, 403 spend-limit-exceeded",
    "busy, 503 busy"
  })
  @DisplayName("G7 an order that rehearses a refusal is refused, and nothing is held:")
  void refuses(String mailbox, String outcome) {
    String budget = openBudget(tester(), 100);

    Answer refused = tester().post("/v2/gifts", gift(budget, mailbox + DOMAIN));
    Answer first = tester().post("/v1/gifts", giftV1(budget, mailbox + DOMAIN));

    assertThat(refused.outcome()).as(refused.text()).isEqualTo(outcome);
    assertThat(first.outcome()).isEqualTo(outcome);
    assertThat(available(tester(), budget)).isEqualTo(100);
  }

  @Test
  @DisplayName("G7 G6 a known recipient and an item of a batch rehearse too, and the others do not")
  void refusesKnown() {
    String budget = openBudget(tester(), 100);
    String known =
        tester()
            .post(
                "/v2/recipients", "{\"name\":\"No\",\"email\":\"budget-exhausted" + DOMAIN + "\"}")
            .id();

    Answer answer =
        tester()
            .post(
                BatchBodies.PATH,
                BatchBodies.batch(
                    "each",
                    List.of(
                        BatchBodies.item("a", budget, 10),
                        BatchBodies.toKnown("b", budget, known),
                        BatchBodies.item("c", budget, 10))));

    assertThat(BatchBodies.outcomes(answer)).containsExactly("201", "402 budget-exhausted", "201");
    assertThat(available(tester(), budget)).isEqualTo(80);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"claim-declined, sent viewed declined", "delivery-failed, sent expired"})
  @DisplayName("G7 a gift that rehearses its end comes to it by itself, and its money comes back:")
  void plays(String mailbox, String states) {
    String budget = openBudget(tester(), 100);

    String gift = tester().post("/v2/gifts", gift(budget, mailbox + DOMAIN)).id();

    assertThat(
            stack()
                .audit()
                .await(
                    1,
                    event ->
                        event.target().equals(gift)
                            && event.action().matches("gift\\.(decline|expire)")))
        .singleElement()
        .satisfies(event -> assertThat(event.environment()).isEqualTo("test"));
    Answer played = tester().get("/v2/gifts/" + gift);
    assertThat(played.json().path("timeline").findValuesAsText("state"))
        .containsExactly(states.split(" "));
    assertThat(available(tester(), budget)).isEqualTo(100);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "budget-exhausted",
        "spend-limit-exceeded",
        "busy",
        "claim-declined",
        "delivery-failed",
        "webhook-failing"
      })
  @DisplayName("G7 in the live environment the same mailbox is one as any other:")
  void liveIsReal(String mailbox) throws SQLException {
    String budget = openBudget(live(), 100);

    Answer sent = live().post("/v2/gifts", gift(budget, mailbox + DOMAIN));

    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    assertThat(available(live(), budget)).isEqualTo(90);
    assertThat(rehearsing(sent.id())).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "claim-declined@giftwarden.example",
        "claim-declined@rehearsal.giftwarden.example.org",
        "claim-declined+1@rehearsal.giftwarden.example",
        "x.claim-declined@rehearsal.giftwarden.example",
        "claim_declined@rehearsal.giftwarden.example",
        "anything@rehearsal.giftwarden.example"
      })
  @DisplayName("G7 any other mailbox rehearses nothing:")
  void othersAreReal(String mailbox) throws SQLException {
    String budget = openBudget(tester(), 100);

    Answer sent = tester().post("/v2/gifts", gift(budget, mailbox));

    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    assertThat(rehearsing(sent.id())).isZero();
  }

  @Test
  @DisplayName("G7 G9 what webhooks are told of a gift fails as rehearsed, until asked for again")
  void webhooksFail() throws SQLException {
    String hook =
        tester()
            .post(
                "/v2/webhooks",
                "{\"url\":\"https://hooks.acme.example/\",\"events\":[\"gift.sent\"]}")
            .id();
    String budget = openBudget(tester(), 100);
    String gift = tester().post("/v2/gifts", gift(budget, "webhook-failing" + DOMAIN)).id();
    var _ = tester().post("/v2/gifts", gift(budget, "ada@lovelace.example"));

    assertThat(rehearsed()).isOne();
    assertThat(tester().get("/v2/gifts/" + gift).json().path("state").asText()).isEqualTo("sent");
    String deliveries = "/v2/webhooks/" + hook + "/deliveries";
    asPostgres(
        """
        update webhook_delivery
           set attempts = 1, last_at = now(), last_status = 500,
               last_error = 'rehearsed: the receiver was not asked'
         where rehearsed
        """);
    JsonNode failed = tester().get(deliveries).json().at("/data/1");
    assertThat(failed.path("gift").asText()).isEqualTo(gift);
    assertThat(failed.at("/last/answered").asInt()).isEqualTo(500);
    assertThat(failed.at("/last/error").asText()).startsWith("rehearsed");
    String again = deliveries + "/" + failed.path("id").asText() + "/redeliver";
    assertThat(tester().post(again, null).status()).isEqualTo(200);
    assertThat(rehearsed()).as("it is sent in earnest").isZero();
    asPostgres("delete from webhook where account = '" + ACCOUNT + "'");
  }

  private static long rehearsed() throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      return GiftDatabase.number(
          superuser,
          "select count(*) from webhook_delivery where rehearsed and account = ?",
          ACCOUNT);
    }
  }

  private static void asPostgres(String sql) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      GiftDatabase.update(superuser, sql);
      superuser.commit();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gift set rehearsal = 'claim-declined' | rehearsal_is_a_test",
        "gift set webhooks_fail = true | webhooks_fail_in_a_test",
        "webhook_delivery set rehearsed = true | rehearsed_in_a_test"
      })
  @DisplayName("G7 the database refuses what is live and rehearses, whatever the code does:")
  void databaseRefuses(String update, String constraint) throws SQLException {
    String hook =
        live()
            .post(
                "/v2/webhooks",
                "{\"url\":\"https://hooks.acme.example/\",\"events\":[\"gift.sent\"]}")
            .id();
    var _ = live().post("/v2/gifts", gift(openBudget(live(), 100), "ada@lovelace.example"));

    try (Connection superuser = GiftDatabase.as("postgres")) {
      assertThatThrownBy(() ->
              GiftDatabase.update(
                  superuser,
                  "update " + update + " where account = ? and environment = 'live'",
                  ACCOUNT))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(constraint);
    }
    assertThat(live().send("DELETE", "/v2/webhooks/" + hook, null).status()).isEqualTo(204);
  }

  private static long rehearsing(String gift) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      return GiftDatabase.number(
          superuser,
          "select count(*) from gift where id = ? and (rehearsal is not null or webhooks_fail)",
          gift);
    }
  }

  private static String gift(String budget, String mailbox) {
    return """
    {"budget":"%s","value":{"amount":10,"currency":"EUR"},
     "recipientData":{"name":"Ada Lovelace","email":"%s"}}
    """
        .formatted(budget, mailbox);
  }

  private static String giftV1(String budget, String mailbox) {
    return """
    {"budgetId":"%s","amount":10,"currency":"EUR",
     "recipient":{"name":"Ada Lovelace","email":"%s"}}
    """
        .formatted(budget, mailbox);
  }
}
