package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys of `acme` that may spend so much and no more.
@QuarkusTest
class KeyLimitTest extends ApiTest {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private static @Nullable Partner acme;

  private final String root = "Limit%07d".formatted(NEXT.incrementAndGet());

  @Test
  @DisplayName("G3 K18 of 100 sent at once on room for 37 in the limit, exactly 37 are sent")
  void neverOverspends() throws Exception {
    Partner acme = spender(root, root, limit(37 * 10 + 9, SpendPeriod.WEEK, null));
    String budget = openBudget(acme, 100_000);
    String gift = gift(budget, 10);

    var answers = atOnce(100, () -> acme.post("/v1/gifts", gift));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(37);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .hasSize(63)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(403);
          assertThat(answer.problem()).isEqualTo("spend-limit-exceeded");
        });
    assertThat(available(acme, budget)).isEqualTo(100_000 - 370);
    assertThat(spent()).isEqualTo(370);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("G3 K18 where budget and limit are both tight, each holds:")
  void bothHold(Tight tight) throws Exception {
    Partner acme = spender(root, root, limit(tight.limit, SpendPeriod.DAY, null));
    String budget = openBudget(acme, tight.budget);
    String gift = gift(budget, 10);

    var answers = atOnce(60, () -> acme.post("/v1/gifts", gift));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(tight.sent);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> assertThat(answer.problem()).isIn(tight.problems));
    assertThat(available(acme, budget)).isEqualTo(tight.budget - 10L * tight.sent);
    assertThat(spent()).isEqualTo(10L * tight.sent);
  }

  enum Tight {
    THE_BUDGET_MORE(200, 370, 20, List.of("budget-exhausted")),
    THE_LIMIT_MORE(370, 200, 20, List.of("spend-limit-exceeded")),
    BOTH_ALIKE(200, 200, 20, List.of("budget-exhausted"));

    private final long budget;
    private final long limit;
    private final int sent;
    private final List<String> problems;

    Tight(long budget, long limit, int sent, List<String> problems) {
      this.budget = budget;
      this.limit = limit;
      this.sent = sent;
      this.problems = problems;
    }
  }

  @Test
  @DisplayName("G3 K18 two keys and two budgets, sent and cancelled at once: nobody waits for ever")
  void noDeadlock() throws Exception {
    Partner one = spender(root, root, limit(300, SpendPeriod.DAY, null));
    String otherRoot = root.replace("Limit", "0ther");
    Partner two = spender(otherRoot, otherRoot, limit(300, SpendPeriod.DAY, null));
    List<String> budgets = List.of(openBudget(one, 250), openBudget(one, 250));

    var answers =
        atOnce(
            100,
            () -> {
              var random = ThreadLocalRandom.current();
              Partner sender = random.nextBoolean() ? one : two;
              Answer sent = sender.post("/v1/gifts", gift(budgets.get(random.nextInt(2)), 10));
              return sent.status() == 201 && random.nextBoolean()
                  ? (random.nextBoolean() ? one : two)
                      .post("/v1/gifts/" + sent.id() + "/cancel", null)
                  : sent;
            });

    assertThat(answers).extracting(Answer::status).isSubsetOf(200, 201, 402, 403);
    long held = answers.stream().filter(answer -> answer.status() == 201).count() * 10;
    assertThat(spent(root) + spent(otherRoot)).isEqualTo(held);
    assertThat(available(one, budgets.get(0)) + available(one, budgets.get(1)))
        .isEqualTo(500 - held);
  }

  @Test
  @DisplayName("K11 K18 whatever takes over from a key spends what it has left")
  void lineShares() {
    SpendLimit limit = limit(100, SpendPeriod.MONTH, null);
    Partner first = spender(root, root, limit);
    Partner second = spender(root.replace("Limit", "Taken"), root, limit);
    Partner stranger =
        spender("Stranger" + root.substring(8), "Stranger" + root.substring(8), limit);
    String budget = openBudget(first, 1_000);
    sent(first, budget, 60);

    assertThat(second.post("/v1/gifts", gift(budget, 41)).problem())
        .isEqualTo("spend-limit-exceeded");
    sent(second, budget, 40);
    assertThat(first.post("/v1/gifts", gift(budget, 1)).problem())
        .isEqualTo("spend-limit-exceeded");
    sent(stranger, budget, 100);
  }

  @Test
  @DisplayName("K18 the refusal says what is left and until when, and which field to change")
  void saysWhatIsLeft() {
    Partner acme = spender(root, root, limit(100, SpendPeriod.DAY, null));
    String budget = openBudget(acme, 1_000);
    sent(acme, budget, 70);

    Answer refused = acme.post("/v1/gifts", gift(budget, 31));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("detail").asText())
        .matches(
            "This key has 30 left of 100, in minor units of EUR,"
                + " until 20\\d\\d-\\d\\d-\\d\\dT00:00:00\\.000Z\\.");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("amount");
    assertThat(refused.json().at("/errors/0/message").asText()).isEqualTo("at most 30");
    Partner once = spender(root, root, limit(100, SpendPeriod.ONCE, null));
    assertThat(once.post("/v1/gifts", gift(budget, 101)).json().path("detail").asText())
        .isEqualTo("This key has 100 left of 100, in minor units of EUR, and no more ever after.");
  }

  @Test
  @DisplayName("K18 one gift costs no more than one may, whatever is left")
  void perGift() throws SQLException {
    Partner acme = spender(root, root, limit(100, SpendPeriod.DAY, 20L));
    String budget = openBudget(acme, 1_000);

    Answer refused = acme.post("/v1/gifts", gift(budget, 21));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).isEqualTo("spend-limit-exceeded");
    assertThat(refused.json().path("detail").asText())
        .isEqualTo("This key spends at most 20 on one gift, in minor units of EUR.");
    assertThat(spent()).isZero();
    sent(acme, budget, 20);
    assertThat(records(1, refused))
        .singleElement()
        .satisfies(event -> assertThat(event.reason()).isEqualTo("spend-limit-per-gift"));
  }

  @Test
  @DisplayName("K18 a key with a limit spends its currency and no other")
  void otherCurrency() {
    Partner acme = spender(root, root, limit(100, SpendPeriod.DAY, null));
    String body = "{\"amount\": 1000, \"currency\": \"USD\"}";
    String budget = acme.post("/v1/budgets", body).id();

    Answer refused = acme.post("/v1/gifts", gift(budget, 1).replace("EUR", "USD"));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).isEqualTo("spend-limit-exceeded");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("currency");
    assertThat(available(acme, budget)).isEqualTo(1_000);
    assertThat(records(1, refused))
        .singleElement()
        .satisfies(event -> assertThat(event.reason()).isEqualTo("spend-limit-currency"));
  }

  @Test
  @DisplayName("G3 A1 what the limit refuses leaves nothing behind but one record")
  void leavesNothing() throws SQLException {
    Partner acme = spender(root, root, limit(100, SpendPeriod.DAY, null));
    String budget = openBudget(acme, 1_000);
    sent(acme, budget, 100);
    List<Long> before = rows(budget);

    Answer refused = acme.with("Idempotency-Key", root).post("/v1/gifts", gift(budget, 1));

    assertThat(refused.problem()).isEqualTo("spend-limit-exceeded");
    assertThat(rows(budget)).isEqualTo(before);
    assertThat(records(1, refused))
        .singleElement()
        .satisfies((AuditEvent event) -> {
          assertThat(event.action()).isEqualTo("gift.send");
          assertThat(event.outcome().text()).isEqualTo("refused");
          assertThat(event.reason()).isEqualTo("spend-limit-exceeded");
          assertThat(event.keyId()).isEqualTo(root);
        });
  }

  @Test
  @DisplayName("E2 K18 what is repeated is spent once, and repeated where nothing is left as well")
  void replayed() throws Exception {
    Partner acme = spender(root, root, limit(100, SpendPeriod.DAY, null));
    String budget = openBudget(acme, 1_000);
    Partner once = acme.with("Idempotency-Key", root);

    var answers = atOnce(20, () -> once.post("/v1/gifts", gift(budget, 100)));
    Partner lowered = spender(root, root, limit(1, SpendPeriod.DAY, 1L));
    Answer again = lowered.with("Idempotency-Key", root).post("/v1/gifts", gift(budget, 100));

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(answers).extracting(Answer::id).containsOnly(again.id());
    assertThat(spent()).isEqualTo(100);
    assertThat(available(acme, budget)).isEqualTo(900);
  }

  @Test
  @DisplayName("G2 K18 a cancelled gift gives its value back to the limit it was spent from, once")
  void cancelled() throws Exception {
    Partner acme = spender(root, root, limit(100, SpendPeriod.DAY, null));
    Partner other = connected();
    String budget = openBudget(acme, 1_000);
    String gift = sent(acme, budget, 60).id();

    var answers = atOnce(10, () -> other.post("/v1/gifts/" + gift + "/cancel", null));

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(spent()).isZero();
    sent(acme, budget, 100);
    assertThat(spent()).isEqualTo(100);
  }

  @Test
  @DisplayName("K18 a limit that is lower or higher than before holds at once, with what was spent")
  void changed() throws SQLException {
    Partner acme = spender(root, root, limit(100, SpendPeriod.DAY, null));
    String budget = openBudget(acme, 1_000);
    sent(acme, budget, 60);

    Partner lower = spender(root, root, limit(50, SpendPeriod.DAY, null));
    Answer refused = lower.post("/v1/gifts", gift(budget, 1));
    assertThat(refused.json().at("/errors/0/message").asText()).isEqualTo("at most 0");
    Partner higher = spender(root, root, limit(110, SpendPeriod.DAY, null));
    sent(higher, budget, 50);
    assertThat(higher.post("/v1/gifts", gift(budget, 1)).status()).isEqualTo(403);
    assertThat(spent()).isEqualTo(110);
  }

  @Test
  @DisplayName("G7 K2 K18 another account's key, or a test key, of the same id spends its own")
  void ofOneAccount() {
    SpendLimit limit = limit(100, SpendPeriod.DAY, null);
    Partner acme = spender(root, root, limit);
    Partner bluebird = partner("bluebird", token -> token.key(root).spending(root, limit));
    sent(acme, openBudget(acme, 100), 100);
    sent(bluebird, openBudget(bluebird, 100), 100);
  }

  private Partner spender(String key, String of, SpendLimit limit) {
    return connected().bearer(minted(token -> token.key(key).spending(of, limit)));
  }

  /// One for all tests: connections of one address are limited.
  private Partner connected() {
    if (acme == null) {
      acme = partner("acme");
    }
    return acme;
  }

  private String minted(UnaryOperator<TestToken> change) {
    TestToken token =
        stack()
            .auth()
            .token()
            .account("acme")
            .boundTo(Partner.thumbprint("acme"))
            .scopes(Scope.GIFTS_SEND, Scope.GIFTS_CANCEL, Scope.BUDGETS_READ, Scope.BUDGETS_WRITE);
    return stack().auth().mint(change.apply(token));
  }

  private static SpendLimit limit(long amount, SpendPeriod period, @Nullable Long perGift) {
    return new SpendLimit(
        new MinorUnits(amount),
        CurrencyCode.of("EUR"),
        period,
        perGift == null ? null : new MinorUnits(perGift));
  }

  private long spent() throws SQLException {
    return spent(root);
  }

  /// In all periods, as the server's superuser sees it.
  private static long spent(String root) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      return GiftDatabase.number(
          superuser, "select coalesce(sum(spent), 0) from key_spending where root = ?", root);
    }
  }

  private List<Long> rows(String budget) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      return List.of(
          GiftDatabase.number(superuser, "select version from budget where id = ?", budget),
          GiftDatabase.number(superuser, "select available from budget where id = ?", budget),
          GiftDatabase.number(
              superuser, "select count(*) from ledger_line where budget_id = ?", budget),
          GiftDatabase.number(superuser, "select count(*) from gift where budget_id = ?", budget),
          GiftDatabase.number(superuser, "select count(*) from recipient"),
          GiftDatabase.number(superuser, "select count(*) from idempotency_record"),
          spent());
    }
  }
}
