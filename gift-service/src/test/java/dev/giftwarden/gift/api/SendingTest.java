package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SendingTest extends ApiTest {

  @Test
  @DisplayName("G3 a gift takes its amount out of the budget and can be read back")
  void sends() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 10_000);

    Answer sent = sent(acme, budget, 2_500);

    assertThat(sent.json().path("status").asText()).isEqualTo("sent");
    assertThat(sent.json().path("sentAt").asText())
        .matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(acme.get("/v1/gifts/" + sent.id()).json()).isEqualTo(sent.json());
    assertThat(available(acme, budget)).isEqualTo(7_500);
  }

  @Test
  @DisplayName("A1 sending a gift leaves exactly one record, which says who, what, when and where")
  void isRecorded() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 10_000);

    Answer sent = sent(acme, budget, 1);

    assertThat(records(1, sent))
        .singleElement()
        .satisfies((AuditEvent event) -> {
          assertThat(event.action()).isEqualTo("gift.send");
          assertThat(event.outcome().text()).isEqualTo("success");
          assertThat(event.target()).isEqualTo(sent.id());
          assertThat(event.account()).isEqualTo("acme");
          assertThat(event.environment()).isEqualTo("test");
          assertThat(event.actor()).startsWith("key:");
          assertThat(event.keyId()).isNotEmpty();
          assertThat(event.sourceAddress()).isEqualTo("127.0.0.1");
          assertThat(event.certificateSerial()).isNotEmpty();
          assertThat(event.apiVersion()).isEqualTo("v1");
        });
  }

  @Test
  @DisplayName("G3 a gift of more than the budget has left is refused, recorded, and takes nothing")
  void refusesOverspending() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    sent(acme, budget, 99);

    Answer refused = acme.post("/v1/gifts", gift(budget, 2));

    assertThat(refused.status()).isEqualTo(402);
    assertThat(refused.problem()).isEqualTo("budget-exhausted");
    assertThat(available(acme, budget)).isEqualTo(1);
    assertThat(records(1, refused))
        .singleElement()
        .satisfies((AuditEvent event) -> {
          assertThat(event.outcome().text()).isEqualTo("refused");
          assertThat(event.reason()).isEqualTo("budget-exhausted");
        });
  }

  @Test
  @DisplayName(
      "G3 of 200 sent at once on room for 37, exactly 37 are sent and 163 refused with 402")
  void neverOverspends() throws Exception {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 37 * 10 + 9);
    String gift = gift(budget, 10);

    var answers = atOnce(200, () -> acme.post("/v1/gifts", gift));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(37);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .hasSize(163)
        .allSatisfy(answer -> assertThat(answer.problem()).isEqualTo("budget-exhausted"));
    assertThat(available(acme, budget)).isEqualTo(9);
    assertLedgerAgrees(budget, 9);
  }

  /// As the server's superuser, whom row-level security does not hold.
  private static void assertLedgerAgrees(String budget, long available) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      String sum = "select coalesce(sum(amount), 0) from ledger_line where budget_id = ?";

      assertThat(GiftDatabase.number(superuser, sum, budget)).isZero();
      assertThat(GiftDatabase.number(superuser, sum + " and book = 'available'", budget))
          .isEqualTo(available);
    }
  }

  @Test
  @DisplayName("G2 a cancelled gift gives its amount back, once")
  void cancels() throws Exception {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    String gift = sent(acme, budget, 60).id();

    var answers = atOnce(10, () -> acme.post("/v1/gifts/" + gift + "/cancel", null));

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .allSatisfy(answer -> assertThat(answer.problem()).isEqualTo("gift-not-cancellable"));
    assertThat(available(acme, budget)).isEqualTo(100);
    assertThat(acme.get("/v1/gifts/" + gift).json().path("status").asText()).isEqualTo("cancelled");
    assertLedgerAgrees(budget, 100);
  }

  @Test
  @DisplayName("G1 the status of a gift is its id, its status and its times")
  void tellsStatusAlone() {
    Partner acme = partner("acme");
    String gift = sent(acme, openBudget(acme, 100), 60).id();

    Answer status = acme.get("/v1/gifts/" + gift + "/status");

    assertThat(status.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "status", "sentAt", "cancelledAt");
  }

  @Test
  @DisplayName("a gift can go to a recipient who is known")
  void sendsToKnownRecipient() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    String recipient = sent(acme, budget, 1).json().path("recipientId").asText();

    Answer sent =
        acme.post(
            "/v1/gifts",
            "{\"budgetId\": \"%s\", \"amount\": 1, \"currency\": \"EUR\", \"recipientId\": \"%s\"}"
                .formatted(budget, recipient));

    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.json().path("recipientId").asText()).isEqualTo(recipient);
  }

  @Test
  @DisplayName("E1 a budget that is not there, or in another currency, is named as what is wrong")
  void refusesWrongBudget() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);

    Answer unknown = acme.post("/v1/gifts", gift("bud_" + NOWHERE, 1));
    Answer currency = acme.post("/v1/gifts", gift(budget, 1).replace("EUR", "USD"));

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().at("/errors/0/field").asText()).isEqualTo("budgetId");
    assertThat(currency.status()).isEqualTo(409);
    assertThat(currency.json().at("/errors/0/field").asText()).isEqualTo("currency");
  }

  @Test
  @DisplayName(
      "E4 pages of gifts run from the newest to the oldest, without gap and without double")
  void pages() {
    Partner paging = partner("paging-acme");
    String budget = openBudget(paging, 100);
    var ids = new ArrayDeque<String>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(sent(paging, budget, 1).id());
    }

    Answer first = paging.get("/v1/gifts?limit=3");
    sent(paging, budget, 1);
    Answer second = paging.get("/v1/gifts?limit=3&cursor=" + first.json().path("next").asText());

    assertThat(first.json().path("items").findValuesAsText("id")).hasSize(3).isSubsetOf(ids);
    var seen = new ArrayList<>(first.json().path("items").findValuesAsText("id"));
    seen.addAll(second.json().path("items").findValuesAsText("id"));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(second.json().path("next").isNull()).isTrue();
  }
}
