package dev.giftwarden.gift.api;

import static dev.giftwarden.gift.api.BatchBodies.PATH;
import static dev.giftwarden.gift.api.BatchBodies.batch;
import static dev.giftwarden.gift.api.BatchBodies.books;
import static dev.giftwarden.gift.api.BatchBodies.gifts;
import static dev.giftwarden.gift.api.BatchBodies.item;
import static dev.giftwarden.gift.api.BatchBodies.items;
import static dev.giftwarden.gift.api.BatchBodies.keys;
import static dev.giftwarden.gift.api.BatchBodies.outcomes;
import static dev.giftwarden.gift.api.BatchBodies.toKnown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many gifts by one call.
@QuarkusTest
class BatchTest extends ApiTest {
  private static @Nullable Partner acme;

  /// One for all tests: connections of one address are limited.
  private Partner acme() {
    if (acme == null) {
      acme = partner("acme");
    }
    return acme;
  }

  @Test
  @DisplayName("G6 items are answered in their order, each as if it had been sent by itself")
  void answersInOrder() {
    Partner acme = acme();
    String budget = openBudget(acme, 100);
    String known = sent(acme, budget, 1).json().path("recipientId").asText();

    Answer answer =
        acme.post(
            PATH,
            batch(
                "each",
                List.of(
                    item("first", budget, 10),
                    item("nowhere", "bud_" + NOWHERE, 10),
                    item("too much", budget, 90),
                    item("in dollars", budget, 10).replace("EUR", "USD"),
                    toKnown("a friend", budget, known),
                    toKnown("nobody", budget, "rcp_" + NOWHERE),
                    item("the rest", budget, 88),
                    item("no more", budget, 1))));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(keys(answer))
        .containsExactly(
            "first",
            "nowhere",
            "too much",
            "in dollars",
            "a friend",
            "nobody",
            "the rest",
            "no more");
    assertThat(outcomes(answer))
        .containsExactly(
            "201",
            "404 not-found",
            "402 budget-exhausted",
            "409 conflict",
            "201",
            "404 not-found",
            "201",
            "402 budget-exhausted");
    JsonNode items = answer.json().path("items");
    assertThat(answer.json().path("sent").asInt()).isEqualTo(3);
    assertThat(answer.json().path("refused").asInt()).isEqualTo(5);
    assertThat(items.get(1).at("/problem/errors/0/field").asText()).isEqualTo("budget");
    assertThat(items.get(3).at("/problem/errors/0/field").asText()).isEqualTo("value.currency");
    assertThat(items.get(0).has("problem")).isFalse();
    assertThat(items.get(1).has("gift")).isFalse();
    String first = items.get(0).at("/gift/id").asText();
    assertThat(acme.get("/v2/gifts/" + first).json()).isEqualTo(items.get(0).path("gift"));
    assertThat(available(acme, budget)).isZero();
  }

  @Test
  @DisplayName("G6 A1 each gift that is sent and each that is refused has one record of its own")
  void isRecorded() {
    Partner acme = acme();
    String budget = openBudget(acme, 30);

    Answer answer = acme.post(PATH, batch("each", items(budget, 4, 10)));

    List<AuditEvent> records = records(4, answer);
    assertThat(records).extracting(AuditEvent::action).containsOnly("gift.send").hasSize(4);
    assertThat(records)
        .filteredOn(event -> event.outcome().text().equals("success"))
        .extracting(AuditEvent::target)
        .containsExactlyInAnyOrderElementsOf(gifts(answer));
    assertThat(records)
        .filteredOn(event -> event.outcome().text().equals("refused"))
        .extracting(AuditEvent::reason)
        .containsExactly("budget-exhausted");
  }

  @Test
  @DisplayName("G3 G6 of 1,000 on room for 437, the first 437 are sent and the others refused")
  void neverOverspends() throws SQLException {
    Partner acme = acme();
    String budget = openBudget(acme, 437 * 10 + 9);

    Answer answer = acme.post(PATH, batch("each", items(budget, 1000, 10)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(outcomes(answer).subList(0, 437)).containsOnly("201");
    assertThat(outcomes(answer).subList(437, 1000)).containsOnly("402 budget-exhausted");
    assertThat(available(acme, budget)).isEqualTo(9);
    assertThat(books(budget)).containsExactly(0L, 9L, 437 * 10L, 2 + 2 * 437L);
  }

  @Test
  @DisplayName(
      "G3 G6 two batches at once on room for 75 send 75, and every line of the ledger fits")
  void twoAtOnce() throws Exception {
    Partner acme = acme();
    String budget = openBudget(acme, 75 * 10 + 9);
    String batch = batch("each", items(budget, 100, 10));

    var answers = atOnce(2, () -> acme.post(PATH, batch));

    assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isEqualTo(200));
    assertThat(answers.stream().mapToInt(a -> a.json().path("sent").asInt()).sum()).isEqualTo(75);
    assertThat(books(budget)).containsExactly(0L, 9L, 750L, 2 + 2 * 75L);
  }

  @Test
  @DisplayName("G6 K18 a key's limit decides about each as about one: its reasons are the same")
  void keyLimit() {
    Partner admin = acme();
    String budget = openBudget(admin, 10_000);
    String root = "Batch" + UUID.randomUUID().toString().replace("-", "").substring(0, 7);
    var limit =
        new SpendLimit(
            new MinorUnits(100), CurrencyCode.of("EUR"), SpendPeriod.DAY, new MinorUnits(40));
    Partner acme = partner("acme", token -> token.key(root).spending(root, limit));

    Answer answer =
        acme.post(
            PATH,
            batch(
                "each",
                List.of(
                    item("a", budget, 40),
                    item("b", budget, 41),
                    item("c", budget, 40),
                    item("d", budget, 30),
                    item("e", budget, 20))));

    assertThat(outcomes(answer))
        .containsExactly(
            "201", "403 spend-limit-exceeded", "201", "403 spend-limit-exceeded", "201");
    assertThat(answer.json().at("/items/1/problem/detail").asText()).contains("at most 40 on one");
    assertThat(answer.json().at("/items/3/problem/detail").asText()).contains("has 20 left of 100");
    assertThat(available(admin, budget)).isEqualTo(9_900);
    assertThat(acme.post("/v2/gifts", BatchBodies.gift(budget)).problem())
        .isEqualTo("spend-limit-exceeded");
  }

  @Test
  @DisplayName("G6 all or nothing: where one cannot be sent the ledger stays as it is")
  void allOrNothing() throws SQLException {
    Partner acme = acme();
    String budget = openBudget(acme, 995);
    List<Long> before = books(budget);

    Answer refused = acme.post(PATH, batch("all", items(budget, 100, 10)));
    List<String> wrong = new ArrayList<>(items(budget, 99, 10));
    wrong.set(60, item("row-60", budget, 10).replace("EUR", "USD"));
    Answer faulty = acme.post(PATH, batch("all", wrong));

    assertThat(refused.outcome()).as(refused.text()).isEqualTo("402 budget-exhausted");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("items[99]");
    assertThat(faulty.outcome()).isEqualTo("409 conflict");
    assertThat(faulty.json().at("/errors/0/field").asText())
        .isEqualTo("items[60].gift.value.currency");
    assertThat(books(budget)).isEqualTo(before);
    assertThat(records(1, refused))
        .singleElement()
        .satisfies((AuditEvent event) -> {
          assertThat(event.action()).isEqualTo("gift.batch");
          assertThat(event.reason()).isEqualTo("budget-exhausted");
        });
  }

  @Test
  @DisplayName("G6 K3 a key that may not send spends nothing, whatever else it may")
  void refusesReaders() {
    String budget = openBudget(acme(), 100);
    Partner reader = partner("acme", token -> token.scopes(Scope.GIFTS_READ, Scope.BUDGETS_READ));

    Answer answer = reader.post(PATH, batch("each", items(budget, 3, 10)));

    assertThat(answer.outcome()).isEqualTo("403 insufficient-scope");
    assertThat(available(acme(), budget)).isEqualTo(100);
  }

  @Test
  @DisplayName("G6 T1 a budget of another account is not there, in a batch as elsewhere")
  void refusesForeign() {
    String budget = openBudget(partner("other-acme"), 100);

    Answer answer = acme().post(PATH, batch("each", items(budget, 2, 10)));

    assertThat(outcomes(answer)).containsOnly("404 not-found");
    assertThat(available(partner("other-acme"), budget)).isEqualTo(100);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"items\":null}",
        "{\"items\":[]}",
        "{\"items\":{}}",
        "{\"items\":[null]}",
        "{\"items\":[{}]}",
        "{\"items\":[{\"key\":\"a\"}]}",
        "{\"items\":[{\"key\":\"a\",\"gift\":null}]}",
        "{\"items\":[{\"key\":null,\"gift\":GIFT}]}",
        "{\"items\":[{\"gift\":GIFT}]}",
        "{\"items\":[{\"key\":\"\",\"gift\":GIFT}]}",
        "{\"items\":[{\"key\":7,\"gift\":GIFT}]}",
        "{\"items\":[{\"key\":\"a\",\"gift\":GIFT,\"more\":1}]}",
        "{\"items\":[{\"key\":\"a\",\"gift\":GIFT},{\"key\":\"a\",\"gift\":GIFT}]}",
        "{\"items\":[{\"key\":\"a\",\"key\":\"b\",\"gift\":GIFT}]}",
        "{\"mode\":\"some\",\"items\":[{\"key\":\"a\",\"gift\":GIFT}]}",
        "{\"mode\":\"EACH\",\"items\":[{\"key\":\"a\",\"gift\":GIFT}]}",
        "{\"mode\":\"each\",\"items\":[{\"key\":\"a\",\"gift\":GIFT}]} {}",
        "{\"mode\":\"each\",\"items\":[{\"key\":\"a\",\"gift\":GIFT},{\"key\":\"b\",\"gift\":{}}]}"
      })
  @DisplayName("G6 E1 a body that is no batch is refused whole, before anything is sent:")
  void refusesOtherBodies(String body) {
    Partner acme = acme();
    String budget = openBudget(acme, 100);

    Answer answer = acme.post(PATH, body.replace("GIFT", BatchBodies.gift(budget)));

    assertThat(answer.outcome()).as(answer.text()).isEqualTo("400 malformed-request");
    assertThat(available(acme, budget)).isEqualTo(100);
  }

  @Test
  @DisplayName("G6 E1 what is malformed is named by its place, and 1,001 are too many")
  void namesPlaces() {
    Partner acme = acme();
    String budget = openBudget(acme, 10_000);
    List<String> some = new ArrayList<>(items(budget, 20, 10));
    some.set(17, item("row-17", budget, -1));

    Answer faulty = acme.post(PATH, batch("each", some));
    Answer tooMany = acme.post(PATH, batch("each", items(budget, 1001, 1)));

    assertThat(faulty.json().at("/errors/0/field").asText())
        .isEqualTo("items[17].gift.value.amount");
    assertThat(tooMany.outcome()).isEqualTo("400 malformed-request");
    assertThat(available(acme, budget)).isEqualTo(10_000);
  }

  @Test
  @DisplayName("G6 E7 a batch has 1 MiB, a byte more is 413, and other routes keep their 16 KiB")
  void bodyLimits() {
    Partner acme = acme();
    String budget = openBudget(acme, 100);
    String batch = batch("each", items(budget, 1, 10));
    int blanks = 1024 * 1024 - batch.length();

    assertThat(acme.post(PATH, batch + " ".repeat(blanks)).status()).isEqualTo(200);
    assertThat(acme.post(PATH, batch + " ".repeat(blanks + 1)).outcome())
        .isEqualTo("413 payload-too-large");
    for (String other : List.of("/v2/gifts", "/v1/gifts", "/v2/gifts/x")) {
      assertThat(acme.post(other, BatchBodies.gift(budget) + " ".repeat(16 * 1024)).outcome())
          .as(other)
          .isEqualTo("413 payload-too-large");
    }
    assertThat(available(acme, budget)).isEqualTo(90);
  }
}
