package dev.giftwarden.gift.gift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.testing.GoldenRequests;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GiftOrderTest {

  private static final BudgetId BUDGET = new BudgetId("bud_0123456789ABCDEFGHIJKL");

  @Test
  @DisplayName("E2 an order has the bytes that another program computes for it")
  void hasGoldenBytes() {
    check("known-recipient", toKnown());
    check("somebody-in-full", toSomebodyInFull());
    check("somebody-in-short", toSomebodyInShort());
  }

  @Test
  @DisplayName("E2 a cancellation has the bytes that another program computes for it")
  void cancellationHasGoldenBytes() {
    check("cancel", Gifts.cancellation(new GiftId("gft_0123456789ABCDEFGHIJKL")));
  }

  private static void check(String name, GiftOrder order) {
    check(name, order.canonical());
  }

  private static void check(String name, CanonicalRequest request) {
    var golden = GoldenRequests.named(name);
    var key = IdempotencyKey.parse(golden.word()).orElseThrow();

    assertThat(GoldenRequests.bytes(request)).isEqualTo(golden.request());
    assertThat(GoldenRequests.fingerprint(key, request)).isEqualTo(golden.fingerprint());
  }

  private static GiftOrder toKnown() {
    return new GiftOrder(
        BUDGET,
        Money.of(1, "EUR"),
        new GiftOrder.To.Known(new RecipientId("rcp_0123456789abcdefghijkl")),
        Optional.empty());
  }

  private static GiftOrder toSomebodyInFull() {
    var person =
        new PersonalData(
            new PersonName("Zoë"),
            new EmailAddress("zoe@example.org"),
            PhoneNumber.of("+49 30 1234567"),
            new PostalAddress("Hauptstraße 1", null, "Berlin", null, "10115", "DE"));
    return new GiftOrder(
        BUDGET,
        Money.of(5000, "EUR"),
        new GiftOrder.To.Somebody(person),
        Optional.of(new GiftMessage("Grüße\n🎁")));
  }

  private static GiftOrder toSomebodyInShort() {
    var person = new PersonalData(new PersonName("A"), new EmailAddress("a@b.example"), null, null);
    return new GiftOrder(
        BUDGET,
        Money.of(1_000_000_000_000L, "JPY"),
        new GiftOrder.To.Somebody(person),
        Optional.empty());
  }
}
