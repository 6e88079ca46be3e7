package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class IdempotencyTest extends ApiTest {

  private static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "Idempotent-Replayed";

  @Test
  @DisplayName("E2 of 100 at once under one key, one is sent and 99 are marked replays of it")
  void sendsOnce() throws Exception {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100_000);
    Partner once = acme.with(KEY, UUID.randomUUID().toString());

    var answers = atOnce(100, () -> once.post("/v1/gifts", gift(budget, 100)));

    assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isEqualTo(201));
    assertThat(answers.stream().map(Answer::json).distinct()).hasSize(1);
    assertThat(answers).filteredOn(a -> "true".equals(a.headers().get(REPLAYED))).hasSize(99);
    assertThat(available(acme, budget)).isEqualTo(99_900);
  }

  @Test
  @DisplayName("E2 the key with another body is refused, even if only a person differs")
  void refusesOtherBody() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    sent(once, budget, 1);

    Answer amount = once.post("/v1/gifts", gift(budget, 2));
    Answer person = once.post("/v1/gifts", gift(budget, 1).replace("anna@", "anne@"));

    assertThat(amount.status()).isEqualTo(422);
    assertThat(amount.problem()).isEqualTo("idempotency-key-reused");
    assertThat(person.status()).isEqualTo(422);
    assertThat(available(acme, budget)).isEqualTo(99);
  }

  @Test
  @DisplayName("E2 the key with the same request, written differently, is a replay")
  void comparesWhatIsAsked() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    Answer first = sent(once, budget, 1);

    Answer again =
        once.post(
            "/v1/gifts",
            gift(budget, 1).replace("\n", " ").replace("+49301234567", "+49 30 1234567"));

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.id()).isEqualTo(first.id());
  }

  @Test
  @DisplayName("E2 two API keys that use the same word do not meet")
  void belongsToTheApiKey() {
    String word = UUID.randomUUID().toString();
    Partner acme = partner("acme").with(KEY, word);
    Partner other = partner("acme", token -> token.key("0therKey0the")).with(KEY, word);
    String budget = openBudget(partner("acme"), 100);

    Answer one = sent(acme, budget, 1);
    Answer two = sent(other, budget, 1);

    assertThat(two.id()).isNotEqualTo(one.id());
    assertThat(two.headers()).doesNotContainKey(REPLAYED);
  }

  @Test
  @DisplayName("E2 a refusal is not remembered: the same request may succeed later")
  void forgetsRefusals() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    String first = sent(acme, budget, 60).id();
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    assertThat(once.post("/v1/gifts", gift(budget, 50)).status()).isEqualTo(402);

    assertThat(acme.post("/v1/gifts/" + first + "/cancel", null).status()).isEqualTo(200);

    assertThat(sent(once, budget, 50).headers()).doesNotContainKey(REPLAYED);
  }

  @Test
  @DisplayName(
      "E2 a replay shows a person as the present caller may see them, not as the first did")
  void rendersForThePresentCaller() {
    Partner clear =
        partner("acme", token -> token.exposePii()).with(KEY, "rendered-for-" + UUID.randomUUID());
    String budget = openBudget(partner("acme"), 100);
    Answer first = sent(clear, budget, 1);
    Partner masked = partner("acme").with(KEY, clear.header(KEY));

    Answer again = sent(masked, budget, 1);

    assertThat(first.text()).contains("Anna Example");
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.text()).doesNotContain("Anna");
  }

  @Test
  @DisplayName("E2 opening a budget and remembering a recipient can be repeated too")
  void servesOtherThings() {
    Partner once = partner("acme").with(KEY, UUID.randomUUID().toString());
    String body = "{\"name\": \"Zoe\", \"email\": \"zoe@example.org\"}";

    assertThat(openBudget(once, 5)).isEqualTo(openBudget(once, 5));

    Partner another = partner("acme").with(KEY, UUID.randomUUID().toString());
    assertThat(another.post("/v1/recipients", body).id())
        .isEqualTo(another.post("/v1/recipients", body).id());
    assertThat(once.post("/v1/recipients", body).problem()).isEqualTo("idempotency-key-reused");
  }

  @Test
  @DisplayName("E2 of cancellations under one key one gives the money back, the others are replays")
  void cancelsOnce() throws Exception {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    String cancel = "/v1/gifts/" + sent(acme, budget, 60).id() + "/cancel";
    String other = "/v1/gifts/" + sent(acme, budget, 10).id() + "/cancel";
    Partner once = acme.with(KEY, UUID.randomUUID().toString());

    var answers = atOnce(10, () -> once.post(cancel, null));

    assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.text()).isEqualTo(200));
    assertThat(answers.stream().map(Answer::json).distinct()).hasSize(1);
    assertThat(answers).filteredOn(a -> "true".equals(a.headers().get(REPLAYED))).hasSize(9);
    assertThat(available(acme, budget)).isEqualTo(90);
    assertThat(once.post(other, null).outcome()).isEqualTo("422 idempotency-key-reused");
    assertThat(once.post("/v1/gifts", gift(budget, 1)).problem())
        .isEqualTo("idempotency-key-reused");
    assertThat(acme.post(cancel, null).outcome()).isEqualTo("409 gift-not-cancellable");
    assertThat(available(acme, budget)).isEqualTo(90);
  }

  static List<List<String>> badKeys() {
    return List.of(
        List.of("x".repeat(256)),
        List.of(""),
        List.of(" "),
        List.of("a\tb"),
        List.of("one", "two"),
        List.of("one", "one"),
        List.of("one", ""));
  }

  @ParameterizedTest(name = "E2 {0}")
  @MethodSource("badKeys")
  @DisplayName("E2 a key that is none, or two of them, is refused before anything is done")
  void refusesBadKey(List<String> words) {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    String gift = sent(acme, budget, 1).id();
    Partner spoilt = acme;
    for (String word : words) {
      spoilt = spoilt.also(KEY, word);
    }

    for (Answer refused :
        List.of(
            spoilt.post("/v1/gifts", gift(budget, 1)),
            spoilt.post("/v1/gifts/" + gift + "/cancel", null),
            spoilt.post("/v1/budgets", "{\"amount\": 1, \"currency\": \"EUR\"}"),
            spoilt.post("/v1/recipients", "{\"name\": \"Zoe\", \"email\": \"zoe@example.org\"}"))) {
      assertThat(refused.outcome()).as(refused.text()).isEqualTo("400 malformed-request");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(KEY);
    }
    assertThat(available(acme, budget)).isEqualTo(99);
  }
}
