package dev.giftwarden.gift.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.testing.GoldenRequests;
import dev.giftwarden.gift.gift.GiftOrder;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchOrderTest {
  private static final BudgetId BUDGET = new BudgetId("bud_0123456789ABCDEFGHIJKL");

  @Test
  @DisplayName("G6 E2 a batch has the bytes that another program computes for it")
  void hasGoldenBytes() {
    var golden = GoldenRequests.named("batch");
    var key = IdempotencyKey.parse(golden.word()).orElseThrow();
    var batch =
        new Batch(BatchMode.ALL, List.of(item("row-1", known(1)), item("row 2", somebody())));

    assertThat(GoldenRequests.bytes(batch.canonical())).isEqualTo(golden.request());
    assertThat(GoldenRequests.fingerprint(key, batch.canonical())).isEqualTo(golden.fingerprint());
  }

  @Test
  @DisplayName("G6 E2 mode, order, names and gifts are all of them what a batch says")
  void tellsApart() {
    var one = item("a", known(1));
    var two = item("b", known(1));

    assertThat(
            List.of(
                    new Batch(BatchMode.EACH, List.of(one, two)),
                    new Batch(BatchMode.ALL, List.of(one, two)),
                    new Batch(BatchMode.EACH, List.of(two, one)),
                    new Batch(BatchMode.EACH, List.of(one)),
                    new Batch(BatchMode.EACH, List.of(one, item("b", known(2)))),
                    new Batch(BatchMode.EACH, List.of(one, item("c", known(1)))))
                .stream()
                .map(batch -> GoldenRequests.bytes(batch.canonical())))
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("G6 a batch of none, of 1,001, or with two of one name is none")
  void refuses() {
    List<Batch.Item> many =
        java.util.stream.IntStream.rangeClosed(0, Batch.MOST)
            .mapToObj(i -> item("row-" + i, known(1)))
            .toList();
    for (List<Batch.Item> items :
        List.of(List.<Batch.Item>of(), many, List.of(item("a", known(1)), item("a", known(2))))) {
      assertThatThrownBy(() -> new Batch(BatchMode.EACH, items)).isInstanceOf(InvalidValue.class);
    }
    assertThat(new Batch(BatchMode.EACH, many.subList(0, Batch.MOST)).items()).hasSize(1000);
  }

  @ParameterizedTest(name = "G6 refuses [{0}]")
  @ValueSource(strings = {"", " ", " a", "a ", "tab\there", "new\nline", "ümlaut", "\u007f"})
  @DisplayName("G6 a name that is blank at an end, or not printable ASCII, is none")
  void refusesName(String name) {
    assertThatThrownBy(() -> ItemKey.of(name)).isInstanceOf(InvalidValue.class);
  }

  @Test
  @DisplayName("G6 a name of 100 characters is one, of 101 is none")
  void namesAreLimited() {
    assertThat(ItemKey.of("x".repeat(100)).value()).hasSize(100);
    assertThatThrownBy(() -> ItemKey.of("x".repeat(101))).isInstanceOf(InvalidValue.class);
  }

  private static Batch.Item item(String key, GiftOrder order) {
    return new Batch.Item(ItemKey.of(key), order);
  }

  private static GiftOrder known(long amount) {
    return new GiftOrder(
        BUDGET,
        Money.of(amount, "EUR"),
        new GiftOrder.To.Known(new RecipientId("rcp_0123456789abcdefghijkl")),
        Optional.empty());
  }

  private static GiftOrder somebody() {
    var person = new PersonalData(new PersonName("A"), new EmailAddress("a@b.example"), null, null);
    return new GiftOrder(
        BUDGET,
        Money.of(1_000_000_000_000L, "JPY"),
        new GiftOrder.To.Somebody(person),
        Optional.empty());
  }
}
