package dev.giftwarden.gift.gift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.gift.catalogue.Label;
import dev.giftwarden.gift.catalogue.Purchase;
import dev.giftwarden.gift.catalogue.Sku;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.testing.GiftStack;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Shop;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Gifts that many have go on at once, each in any direction, over connections of their own: what
/// replicas do to each other.
@QuarkusTest
@QuarkusTestResource(GiftStack.class)
class LifeTest {
  private static final long SEED = 20261130;
  private static final int GIFTS = 60;
  private static final int HANDS = 8;
  private static final int STEPS = 400;
  private static final long VALUE = 7;

  /// A third of the gifts wait for a time that does not come by itself here.
  private static final String LATER =
      ",\"sendAt\":\"%s\"".formatted(Instant.now().plus(Duration.ofDays(30)));

  /// Every second gift has something to choose, which costs less than it holds.
  private static final String SHOP =
      """
      {"collections": [{"id": "life", "name": "Life", "products": [
        {"sku": "PEN", "name": "A pen", "prices": [{"amount": 3, "currency": "EUR"}]}]}]}
      """;

  private static final String OFFERED = ",\"collection\":\"life\"";
  private static final Purchase PEN =
      new Purchase(new Sku("PEN"), new Label("A pen"), Money.of(3, "EUR"));

  private static final long GRANTED = 1_000;
  private static final String ACCOUNT = "life-acme";
  private static final TenantScope SCOPE =
      new TenantScope(new AccountId(ACCOUNT), Optional.empty(), Environment.TEST);

  /// What may follow what, written down a second time.
  private static final Map<GiftState, Set<GiftState>> MODEL =
      Map.of(
          GiftState.CREATED,
          EnumSet.of(GiftState.SENT, GiftState.CANCELLED, GiftState.EXPIRED),
          GiftState.SENT,
          EnumSet.of(GiftState.VIEWED, GiftState.CANCELLED, GiftState.EXPIRED),
          GiftState.VIEWED,
          EnumSet.of(GiftState.CLAIMED, GiftState.DECLINED, GiftState.CANCELLED, GiftState.EXPIRED),
          GiftState.CLAIMED,
          EnumSet.of(GiftState.SHIPPED),
          GiftState.SHIPPED,
          EnumSet.of(GiftState.DELIVERED));

  /// Put there by [GiftStack] itself.
  @Nullable GiftStack injected;

  @Inject Tenant tenant;
  @Inject Life life;

  private String budget = "";
  private final List<GiftId> gifts = new ArrayList<>();

  /// Who had what gift come into a state: nobody but the first may.
  private final Map<String, Integer> winners = new ConcurrentHashMap<>();

  @BeforeEach
  void sendGifts() {
    GiftStack stack = Objects.requireNonNull(injected);
    stack.auth().awaitConsumers(1);
    assertThat(Shop.keep(SHOP).err()).isEmpty();
    Partner acme =
        Partner.of(stack, ACCOUNT, token -> token.scopes(Scope.GIFTS_SEND, Scope.BUDGETS_WRITE));
    budget =
        acme.post(
                "/v2/budgets",
                "{\"limit\":{\"amount\":%d,\"currency\":\"EUR\"}}".formatted(GRANTED))
            .id();
    for (int i = 0; i < GIFTS; i++) {
      Answer sent =
          acme.post(
              "/v2/gifts",
              """
              {"budget":"%s","value":{"amount":%d,"currency":"EUR"},
               "recipientData":{"name":"Ada Lovelace","email":"ada@lovelace.example"}%s}
              """
                  .formatted(
                      budget, VALUE, (i % 3 == 0 ? LATER : "") + (i % 2 == 0 ? OFFERED : "")));
      assertThat(sent.status()).as(sent.text()).isEqualTo(201);
      gifts.add(new GiftId(sent.id()));
    }
  }

  @Test
  @DisplayName("G2 G4 of 3,200 steps in any direction at once only legal ones happen, once each")
  void onlyLegal() throws Exception {
    List<Future<Boolean>> hands = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int hand = 0; hand < HANDS; hand++) {
        var random = new Random(SEED + hand);
        hands.add(threads.submit(() -> walk(random)));
      }
      for (Future<Boolean> hand : hands) {
        assertThat(hand.get()).isTrue();
      }
    }

    long spent = 0;
    long held = 0;
    for (GiftId id : gifts) {
      Gift gift = tenant.in(SCOPE, session -> life.hold(session, id)).orElseThrow();
      assertFollowsTheModel(gift);
      spent += gift.timeline().at(GiftState.CLAIMED).isPresent() ? cost(id) : 0;
      held += MODEL.getOrDefault(gift.state(), Set.of()).contains(GiftState.EXPIRED) ? VALUE : 0;
    }
    assertThat(winners.values()).allMatch(times -> times == 1);
    assertThat(spent).isPositive();
    assertBooks(spent, held);
  }

  private boolean walk(Random random) {
    GiftState[] states =
        EnumSet.complementOf(EnumSet.of(GiftState.CREATED)).toArray(GiftState[]::new);
    for (int step = 0; step < STEPS; step++) {
      GiftId id = gifts.get(random.nextInt(GIFTS));
      GiftState wanted = states[random.nextInt(states.length)];
      tenant
          .in(
              SCOPE,
              session ->
                  wanted == GiftState.CLAIMED
                      ? life.claim(session, id, chosen(id), Instant.now())
                      : life.become(session, id, wanted, Instant.now()))
          .ifPresent(gift -> winners.merge(id.value() + gift.state(), 1, Integer::sum));
    }
    return true;
  }

  private Optional<Purchase> chosen(GiftId id) {
    return gifts.indexOf(id) % 2 == 0 ? Optional.of(PEN) : Optional.empty();
  }

  private long cost(GiftId id) {
    return chosen(id).map(one -> one.cost().minor()).orElse(VALUE);
  }

  private void assertFollowsTheModel(Gift gift) {
    List<GiftState> been = gift.timeline().steps().stream().map(Timeline.Step::state).toList();
    for (int i = 1; i < been.size(); i++) {
      assertThat(MODEL.get(been.get(i - 1))).as(gift.toString()).contains(been.get(i));
      assertThat(winners).containsKey(gift.id().value() + been.get(i));
    }
  }

  private void assertBooks(long spent, long held) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      String sum =
          "select coalesce(sum(amount), 0) from ledger_line where budget_id = ? and book = ?";
      assertThat(GiftDatabase.number(superuser, sum, budget, "spent")).isEqualTo(spent);
      assertThat(GiftDatabase.number(superuser, sum, budget, "committed")).isEqualTo(held);
      assertThat(GiftDatabase.number(superuser, sum, budget, "available"))
          .isEqualTo(GRANTED - spent - held);
    }
  }
}
