package dev.giftwarden.gift.api;

import static dev.giftwarden.gift.api.BatchBodies.PATH;
import static dev.giftwarden.gift.api.BatchBodies.batch;
import static dev.giftwarden.gift.api.BatchBodies.books;
import static dev.giftwarden.gift.api.BatchBodies.gifts;
import static dev.giftwarden.gift.api.BatchBodies.item;
import static dev.giftwarden.gift.api.BatchBodies.items;
import static dev.giftwarden.gift.api.BatchBodies.outcomes;
import static dev.giftwarden.gift.api.BatchBodies.replayed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Batches that are sent again, in time or too soon, whole or broken.
@QuarkusTest
class BatchRetryTest extends ApiTest {
  private static final String KEY = "Idempotency-Key";

  /// What the database refuses in [#aFaultInTheMiddle].
  private static final long UNLUCKY = 4711;

  private static @Nullable Partner acme;

  /// One for all tests: connections of one address are limited.
  private Partner acme() {
    if (acme == null) {
      acme = partner("acme");
    }
    return acme;
  }

  @Test
  @DisplayName("G6 E2 all of them, once: 1,000 under one key, repeated, are the same 1,000")
  void allOnce() throws SQLException {
    Partner acme = acme().with(KEY, UUID.randomUUID().toString());
    String budget = openBudget(acme(), 1_000);
    String batch = batch("all", items(budget, 1000, 1));

    Answer first = acme.post(PATH, batch);
    Answer again = acme.post(PATH, batch);

    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(first.json().path("sent").asInt()).isEqualTo(1000);
    assertThat(first.headers()).doesNotContainKey("Idempotent-Replayed");
    assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(gifts(again)).isEqualTo(gifts(first));
    assertThat(books(budget)).containsExactly(0L, 0L, 1000L, 2 + 2 * 1000L);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"each", "all"})
  @DisplayName("G6 E2 of 100 at once under one key one sends, and all show the same gifts:")
  void actsOnce(String mode) throws Exception {
    Partner acme = acme();
    String budget = openBudget(acme, 10_000);
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    String batch = batch(mode, items(budget, 60, 10));

    var answers = atOnce(100, () -> once.post(PATH, batch));

    assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isEqualTo(200));
    assertThat(answers.stream().map(BatchBodies::gifts).distinct()).hasSize(1);
    assertThat(books(budget)).containsExactly(0L, 9_400L, 600L, 2 + 2 * 60L);
  }

  @Test
  @DisplayName("G6 E2 what breaks at a transaction in the middle is completed by the repetition")
  void aFaultInTheMiddle() throws SQLException {
    Partner acme = acme();
    String budget = openBudget(acme, 10_000);
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    List<String> some = new ArrayList<>(items(budget, 150, 10));
    some.set(120, item("row-120", budget, UNLUCKY));
    String batch = batch("each", some);

    breaks(true);
    Answer broken;
    try {
      broken = once.post(PATH, batch);
    } finally {
      breaks(false);
    }
    assertThat(broken.status()).isGreaterThanOrEqualTo(500);
    assertThat(available(acme, budget)).isEqualTo(10_000 - 100 * 10);

    Answer again = once.post(PATH, batch);

    assertThat(again.status()).as(again.text()).isEqualTo(200);
    assertThat(again.json().path("sent").asInt()).isEqualTo(150);
    assertThat(replayed(again).subList(0, 100)).containsOnly(true);
    assertThat(replayed(again).subList(100, 150)).containsOnly(false);
    assertThat(books(budget))
        .containsExactly(0L, 10_000 - 1490 - UNLUCKY, 1490 + UNLUCKY, 2 + 2 * 150L);
    assertThat(gifts(once.post(PATH, batch))).isEqualTo(gifts(again));
  }

  /// A trigger that the service knows nothing of, as a disk that is full would do it.
  private static void breaks(boolean now) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      GiftDatabase.update(
          superuser,
          now
              ? """
              create function unlucky() returns trigger language plpgsql as $$
              begin raise exception 'unlucky' using errcode = '53100'; end $$
              """
              : "drop function unlucky() cascade");
      if (now) {
        GiftDatabase.update(
            superuser,
            """
            create trigger unlucky before insert on gift for each row
              when (new.amount = 4711) execute function unlucky()
            """);
      }
      superuser.commit();
    }
  }

  @Test
  @DisplayName("G6 E2 the key with another batch is refused whole, and nothing is spent")
  void refusesOtherBatch() {
    Partner acme = acme();
    String budget = openBudget(acme, 100);
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    List<String> some = items(budget, 3, 10);
    assertThat(once.post(PATH, batch("each", some)).status()).isEqualTo(200);
    List<String> other = new ArrayList<>(some);
    other.set(1, item("row-1", budget, 11));
    List<String> turned = new ArrayList<>(some);
    Collections.reverse(turned);

    for (String batch :
        List.of(
            batch("each", other),
            batch("all", some),
            batch("each", turned),
            batch("each", some.subList(0, 2)))) {
      assertThat(once.post(PATH, batch).outcome()).isEqualTo("422 idempotency-key-reused");
    }
    assertThat(once.post("/v2/gifts", BatchBodies.gift(budget)).problem())
        .isEqualTo("idempotency-key-reused");
    assertThat(available(acme, budget)).isEqualTo(70);
  }

  @Test
  @DisplayName("G6 E2 an item whose own record is of another gift is refused alone")
  void refusesOtherItem() throws SQLException {
    Partner acme = acme();
    String budget = openBudget(acme, 100);
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    List<String> some = new ArrayList<>(items(budget, 3, 10));
    once.post(PATH, batch("each", some));
    try (Connection superuser = GiftDatabase.as("postgres")) { // as if a day were over, for one
      GiftDatabase.update(superuser, "delete from idempotency_record where target = 'batch'");
      superuser.commit();
    }
    some.set(1, item("row-1", budget, 11));

    Answer answer = once.post(PATH, batch("each", some));

    assertThat(outcomes(answer)).containsExactly("201", "422 idempotency-key-reused", "201");
    assertThat(replayed(answer)).containsExactly(true, false, true);
    assertThat(available(acme, budget)).isEqualTo(70);
  }

  @Test
  @DisplayName("G6 E2 two API keys with the same words do not meet, at once as they may come")
  void belongsToTheApiKey() throws Exception {
    String word = UUID.randomUUID().toString();
    Partner one = acme().with(KEY, word);
    Partner two = partner("acme", token -> token.key("0therKey0the")).with(KEY, word);
    String budget = openBudget(acme(), 10_000);
    String batch = batch("each", items(budget, 60, 10));
    var turn = new AtomicInteger();

    var answers = atOnce(8, () -> (turn.getAndIncrement() % 2 == 0 ? one : two).post(PATH, batch));

    assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isEqualTo(200));
    assertThat(answers.stream().map(BatchBodies::gifts).distinct()).hasSize(2);
    assertThat(available(acme(), budget)).isEqualTo(10_000 - 2 * 600);
  }

  @Test
  @DisplayName("G6 without a key of the whole a batch that is sent twice is sent twice")
  void isSentTwice() {
    Partner acme = acme();
    String budget = openBudget(acme, 100);
    String batch = batch("each", items(budget, 2, 10));

    assertThat(gifts(acme.post(PATH, batch))).isNotEqualTo(gifts(acme.post(PATH, batch)));
    assertThat(available(acme, budget)).isEqualTo(60);
  }
}
