package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@DisplayName("K23 what a key can spend now is what can be spent until the refusal")
class SpendingTest extends ApiTest {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final String account = "spending-" + NEXT.incrementAndGet();
  private final String root = "Spend%07d".formatted(NEXT.get());
  private Partner owner;
  private Partner asker;

  @BeforeEach
  void anAccountOfItsOwn() {
    owner = partner(account);
    asker = partner(account, token -> token.scopes(Scope.BUDGETS_READ));
  }

  enum Case {
    THE_LIMIT_ENDS_IT(SpendPeriod.DAY, 333, 0, 333),
    WHAT_ITS_LINE_HAS_SPENT_IS_GONE(SpendPeriod.WEEK, 333, 100, 233),
    THE_BUDGETS_END_IT(SpendPeriod.MONTH, 10_000, 50, 400),
    BOTH_AT_ONCE(SpendPeriod.ONCE, 450, 50, 400),
    NOTHING_IS_LEFT(SpendPeriod.ONCE, 50, 50, 0);

    private final SpendPeriod period;
    private final long limit;
    private final long spent;
    private final long left;

    Case(SpendPeriod period, long limit, long spent, long left) {
      this.period = period;
      this.limit = limit;
      this.spent = spent;
      this.left = left;
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("K18 K23 to the unit:")
  void toTheUnit(Case each) {
    List<String> budgets =
        List.of(openBudget(owner, 300), openBudget(owner, 100 + each.spent), dollars());
    Partner first = spender(root, each);
    Partner second = spender(root.replace("Spend", "Taken"), each);
    if (each.spent > 0) {
      sent(first, budgets.get(1), each.spent);
    }
    String path = path(each, "&root=" + root);

    JsonNode said = read(asker, path);
    long spent = spendAll(second, budgets);

    assertThat(spent).isEqualTo(each.left);
    assertThat(said.at("/spendable").toString()).isEqualTo("[" + euros(each.left) + "]");
    assertThat(said.at("/available").toString())
        .isEqualTo("[" + euros(400) + ",{\"amount\":77,\"currency\":\"USD\"}]");
    assertThat(said.at("/spent/amount").asLong()).isEqualTo(each.spent);
    assertThat(said.at("/spent/until").isNull()).isEqualTo(each.period == SpendPeriod.ONCE);
    JsonNode after = read(asker, path);
    assertThat(after.at("/spendable").toString()).isEqualTo("[" + euros(0) + "]");
    assertThat(after.at("/spent/amount").asLong()).isEqualTo(each.spent + each.left);
  }

  @Test
  @DisplayName("K23 without a limit all that the budgets have, and of a new key nothing is spent")
  void withoutALimit() {
    List<String> budgets = List.of(openBudget(owner, 300), dollars());
    JsonNode said = read(asker, "/v2/spending");
    assertThat(said.get("spendable")).isEqualTo(said.get("available"));
    assertThat(said.get("spent").isNull()).isTrue();
    JsonNode fresh = read(asker, path(Case.THE_LIMIT_ENDS_IT, ""));
    assertThat(fresh.at("/spent/amount").asLong()).isZero();
    assertThat(fresh.at("/spendable/0/amount").asLong()).isEqualTo(300);

    assertThat(spendAll(owner, budgets)).isEqualTo(300);

    assertThat(read(asker, "/v2/spending").at("/spendable/0").toString()).isEqualTo(euros(0));
    assertThat(read(partner(account + "-none"), "/v2/spending").get("available")).isEmpty();
  }

  @Test
  @DisplayName("K2 K23 only budgets that the key, and that the caller, reaches are counted")
  void reach() {
    String north = inSubAccount("north", 70);
    String south = inSubAccount("south", 30);
    var _ = openBudget(owner, 500);
    Partner northern = partner(account, token -> token.subAccounts("north"));
    String both = "/v2/spending?subAccounts=north,south";

    assertThat(euros(asker, "/v2/spending")).isEqualTo(600);
    assertThat(euros(asker, both)).isEqualTo(100);
    assertThat(euros(northern, "/v2/spending")).isEqualTo(70);
    assertThat(euros(northern, both)).isEqualTo(70);
    assertThat(read(northern, "/v2/spending?subAccounts=south").get("available")).isEmpty();
    assertThat(read(asker, "/v2/spending?subAccounts=nowhere").get("available")).isEmpty();
    assertThat(read(partner("bluebird"), both).get("available")).isEmpty();
    Partner live = partner(account, token -> token.environment(Environment.LIVE));
    assertThat(read(live, "/v2/spending").get("available")).isEmpty();

    assertThat(spendAll(northern, List.of(north, south))).isEqualTo(70);
  }

  @Test
  @DisplayName("K2 K23 what another's key has spent, who has a part of the account does not read")
  void others() {
    var budget = openBudget(owner, 300);
    Partner spender = spender(root, Case.THE_LIMIT_ENDS_IT);
    sent(spender, budget, 100);
    String path = path(Case.THE_LIMIT_ENDS_IT, "&root=" + root);
    Partner northern = partner(account, token -> token.subAccounts("north"));

    Answer refused = northern.get(path);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("root");
    String unknown = path.replace(root, "000000000000");
    assertThat(northern.get(unknown).json().get("errors")).isEqualTo(refused.json().get("errors"));
    assertThat(records(1, refused))
        .singleElement()
        .satisfies((AuditEvent event) -> {
          assertThat(event.reason()).isEqualTo("spending-of-another");
          assertThat(event.target()).isEqualTo("key:" + root);
        });
    assertThat(read(asker, unknown).at("/spent/amount").asLong()).isZero();
    assertThat(read(partner("bluebird"), path).at("/spent/amount").asLong()).isZero();
    Partner own =
        partner(
            account,
            token ->
                token.key(root).subAccounts("north").spending(root, limit(Case.THE_LIMIT_ENDS_IT)));
    assertThat(read(own, path).at("/spent/amount").asLong()).isEqualTo(100);
  }

  @Test
  @DisplayName("K1 K23 it takes budgets:read")
  void scope() {
    Partner sender = partner(account, token -> token.scopes(Scope.GIFTS_SEND));
    assertThat(sender.get("/v2/spending").problem()).isEqualTo("insufficient-scope");
    assertThat(Partner.stranger(stack()).get("/v2/spending").status()).isEqualTo(401);
    Answer read = asker.get("/v2/spending");
    assertThat(records(1, read))
        .singleElement()
        .satisfies(event -> assertThat(event.action()).isEqualTo("spending.read"));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("A4 K23 what is no question is none:")
  @ValueSource(
      strings = {
        "amount=1",
        "currency=EUR",
        "amount=1&period=day",
        "amount=0&currency=EUR&period=day",
        "amount=-1&currency=EUR&period=day",
        "amount=%2B1&currency=EUR&period=day",
        "amount=1.0&currency=EUR&period=day",
        "amount=9000000000000001&currency=EUR&period=day",
        "amount=99999999999999999999&currency=EUR&period=day",
        "amount=%D9%A1&currency=EUR&period=day",
        "amount=1&currency=eur&period=day",
        "amount=1&currency=XXX&period=day",
        "amount=1&currency=EUR&period=year",
        "amount=1&currency=EUR&period=day&root=x",
        "root=000000000000",
        "subAccounts=North",
        "subAccounts=north,",
        "subAccounts=north&subAccounts=south",
        "subAccounts=",
        "key=000000000000"
      })
  void noQuestion(String query) {
    Answer answer = asker.get("/v2/spending?" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("malformed-request");
  }

  /// By gifts that get smaller until not even one unit is left anywhere.
  private static long spendAll(Partner spender, List<String> budgets) {
    long spent = 0;
    for (String budget : budgets) {
      for (long amount = 256; amount > 0; amount /= 2) {
        while (spender.post("/v1/gifts", gift(budget, amount)).status() == 201) {
          spent += amount;
        }
      }
    }
    return spent;
  }

  private static JsonNode read(Partner caller, String path) {
    Answer answer = caller.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static long euros(Partner caller, String path) {
    return read(caller, path).at("/spendable/0/amount").asLong();
  }

  private static String euros(long amount) {
    return "{\"amount\":%d,\"currency\":\"EUR\"}".formatted(amount);
  }

  private String dollars() {
    return owner.post("/v1/budgets", "{\"amount\": 77, \"currency\": \"USD\"}").id();
  }

  private String inSubAccount(String name, long amount) {
    String body =
        "{\"amount\": %d, \"currency\": \"EUR\", \"subAccount\": \"%s\"}".formatted(amount, name);
    Answer opened = owner.post("/v1/budgets", body);
    assertThat(opened.status()).as(opened.text()).isEqualTo(201);
    return opened.id();
  }

  private Partner spender(String key, Case each) {
    return partner(
        account, token -> token.scopes(Scope.GIFTS_SEND).key(key).spending(root, limit(each)));
  }

  private static SpendLimit limit(Case each) {
    return new SpendLimit(new MinorUnits(each.limit), CurrencyCode.of("EUR"), each.period, null);
  }

  private static String path(Case each, String more) {
    return "/v2/spending?amount=%d&currency=EUR&period=%s%s"
        .formatted(each.limit, each.period.text(), more);
  }
}
