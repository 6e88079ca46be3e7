package dev.giftwarden.gift.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.rounds.DueTable;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.testing.GiftStack;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Gifts whose time is over.
@QuarkusTest
@QuarkusTestResource(GiftStack.class)
class ExpiryTest {
  private static final String ACCOUNT = "expiry-acme";
  private static final TenantScope SCOPE =
      new TenantScope(new AccountId(ACCOUNT), Optional.empty(), Environment.TEST);

  /// Put there by [GiftStack] itself.
  @Nullable GiftStack injected;

  @Inject Expiry expiry;

  @Inject
  @DataSource("worker")
  javax.sql.DataSource worker;

  private GiftStack stack() {
    return Objects.requireNonNull(injected);
  }

  @Test
  @DisplayName("G2 gifts whose time is over expire once each, found by many at once, and pay back")
  void expireOnce() throws Exception {
    stack().auth().awaitConsumers(1);
    Partner acme =
        Partner.of(
            stack(),
            ACCOUNT,
            token ->
                token.scopes(
                    Scope.GIFTS_SEND, Scope.GIFTS_READ, Scope.BUDGETS_READ, Scope.BUDGETS_WRITE));
    String budget =
        acme.post("/v2/budgets", "{\"limit\":{\"amount\":10000,\"currency\":\"EUR\"}}").id();
    List<String> over = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      over.add(send(acme, budget));
    }
    String young = send(acme, budget);
    end(over);

    expireAtOnce();

    assertThat(
            stack()
                .audit()
                .await(
                    over.size(),
                    event ->
                        event.action().equals("gift.expire") && event.account().equals(ACCOUNT)))
        .extracting(event -> event.target())
        .containsExactlyInAnyOrderElementsOf(over);
    Answer gone = acme.get("/v2/gifts/" + over.getFirst());
    assertThat(gone.json().path("state").asText()).isEqualTo("expired");
    assertThat(gone.json().path("timeline")).hasSize(2);
    assertThat(acme.get("/v2/gifts/" + young).json().path("state").asText()).isEqualTo("sent");
    assertThat(acme.get("/v1/gifts/" + over.getFirst()).json().path("status").asText())
        .isEqualTo("cancelled");
    assertThat(acme.get("/v2/budgets/" + budget).json().at("/available/amount").asLong())
        .isEqualTo(9_999);
  }

  @Test
  @DisplayName("G2 whoever waits longest is found first, and nobody hides whom others come behind")
  void findsAll() throws SQLException {
    stack().auth().awaitConsumers(1);
    List<TenantScope> waiting = new ArrayList<>();
    List<String> gifts = new ArrayList<>();
    for (String account : List.of("expiry-slow", "expiry-early")) {
      Partner partner =
          Partner.of(
              stack(), account, token -> token.scopes(Scope.GIFTS_SEND, Scope.BUDGETS_WRITE));
      gifts.add(
          send(
              partner,
              partner
                  .post("/v2/budgets", "{\"limit\":{\"amount\":10,\"currency\":\"EUR\"}}")
                  .id()));
      waiting.add(new TenantScope(new AccountId(account), Optional.empty(), Environment.TEST));
    }
    end(List.of(gifts.getFirst()), "1 second");
    end(List.of(gifts.getLast()), "0.9 seconds");
    try (Connection superuser = GiftDatabase.as("postgres")) {
      for (String gift : gifts) { // what somebody has in hand is not ended by the service itself
        GiftDatabase.update(superuser, "update gift set state = state where id = ?", gift);
      }
      assertThat(awaitOneByOne(waiting)).containsExactly(waiting.getLast(), waiting.getFirst());
      superuser.rollback();
    }
  }

  /// Looks until all of them are due.
  private List<TenantScope> awaitOneByOne(List<TenantScope> waiting) {
    var due = new DueTable(new dev.giftwarden.edge.database.Database(worker), 1);
    List<TenantScope> found = new ArrayList<>();
    while (found.size() < waiting.size()) {
      found.clear();
      List<DueTable.Due> next = due.toExpire(Optional.empty());
      while (!next.isEmpty()) {
        found.add(next.getFirst().scope());
        next = due.toExpire(Optional.of(next.getFirst()));
      }
      found.retainAll(waiting);
    }
    return found;
  }

  private void expireAtOnce() throws Exception {
    var due = new DueTable(new dev.giftwarden.edge.database.Database(worker));
    List<Future<Boolean>> replicas = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        replicas.add(
            threads.submit(() -> {
              while (due.toExpire(Optional.empty()).stream()
                  .anyMatch(one -> one.scope().equals(SCOPE))) {
                expiry.expireSome(SCOPE);
              }
              return true;
            }));
      }
      for (Future<Boolean> replica : replicas) {
        assertThat(replica.get()).isTrue();
      }
    }
  }

  private static String send(Partner acme, String budget) {
    Answer sent =
        acme.post(
            "/v2/gifts",
            """
            {"budget":"%s","value":{"amount":1,"currency":"EUR"},
             "recipientData":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}
            """
                .formatted(budget));
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    return sent.id();
  }

  /// Time passes for some gifts.
  private static void end(List<String> gifts) throws SQLException {
    end(gifts, "-1 second");
  }

  private static void end(List<String> gifts, String in) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      for (String gift : gifts) {
        GiftDatabase.update(
            superuser,
            "update gift set sent_at = sent_at - interval '1 year',"
                + " expires_at = now() + cast(? as interval) where id = ?",
            in,
            gift);
      }
      superuser.commit();
    }
  }
}
