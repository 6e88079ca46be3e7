package dev.giftwarden.gift.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Gifts that wait for their time.
@QuarkusTest
@QuarkusTestResource(GiftStack.class)
class DispatchTest {
  private static final String ACCOUNT = "dispatch-acme";
  private static final TenantScope SCOPE =
      new TenantScope(new AccountId(ACCOUNT), Optional.empty(), Environment.TEST);

  private static @Nullable Partner partner;

  /// Put there by [GiftStack] itself.
  @Nullable GiftStack injected;

  @Inject Dispatch dispatch;

  @Inject
  @DataSource("worker")
  javax.sql.DataSource worker;

  @BeforeEach
  void connect() {
    if (partner == null) {
      GiftStack stack = Objects.requireNonNull(injected);
      stack.auth().awaitConsumers(1);
      partner =
          Partner.of(
              stack,
              ACCOUNT,
              token ->
                  token.scopes(
                      Scope.GIFTS_SEND,
                      Scope.GIFTS_READ,
                      Scope.GIFTS_STATUS_READ,
                      Scope.GIFTS_CANCEL,
                      Scope.GIFTS_LINK,
                      Scope.BUDGETS_READ,
                      Scope.BUDGETS_WRITE));
    }
  }

  private static Partner acme() {
    return Objects.requireNonNull(partner);
  }

  @Test
  @DisplayName("G2 gifts whose time has come are sent once each, found by many replicas at once")
  void sendsOnce() throws Exception {
    String budget = budget();
    List<String> due = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      due.add(create(budget).id());
    }
    String early = create(budget).id();
    comes(due);

    sendAtOnce();

    assertThat(
            Objects.requireNonNull(injected)
                .audit()
                .await(
                    due.size(),
                    event ->
                        event.action().equals("gift.send")
                            && event.account().equals(ACCOUNT)
                            && due.contains(event.target())))
        .extracting(event -> event.target())
        .containsExactlyInAnyOrderElementsOf(due);
    Answer sent = acme().get("/v2/gifts/" + due.getFirst());
    assertThat(states(sent)).containsExactly("created", "sent");
    assertThat(states(acme().get("/v2/gifts/" + early))).containsExactly("created");
    assertThat(available(budget)).isEqualTo(10_000 - 121);
    assertThat(acme().post("/v2/gifts/" + due.getFirst() + "/link", null).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("G2 V1 what waits holds its money, is `sent` in version 1, and is in both lists")
  void waits() {
    String budget = budget();
    Instant then = Instant.now().plus(Duration.ofDays(100));

    Answer created = create(budget, then);

    assertThat(created.json().path("state").asText()).isEqualTo("created");
    assertThat(Instant.parse(created.json().path("sendAt").asText()))
        .isBetween(then.minusMillis(1), then);
    assertThat(Instant.parse(created.json().path("expiresAt").asText()))
        .isAfter(then.plus(Duration.ofDays(89)));
    assertThat(available(budget)).isEqualTo(9_999);
    assertThat(acme().get("/v2/gifts/" + created.id()).json()).isEqualTo(created.json());
    assertThat(acme().get("/v1/gifts/" + created.id()).json().path("status").asText())
        .isEqualTo("sent");
    assertThat(acme().get("/v2/gifts?limit=1").json().at("/data/0/id").asText())
        .isEqualTo(created.id());
    assertThat(acme().get("/v1/gifts?limit=1").json().at("/items/0/id").asText())
        .isEqualTo(created.id());
    assertThat(acme().get("/v2/gifts/" + created.id() + "/status").json().path("state").asText())
        .isEqualTo("created");
  }

  @Test
  @DisplayName("G2 what waits has no link, can be cancelled once, and is not sent then")
  void cancels() throws Exception {
    String budget = budget();
    String gift = create(budget).id();

    Answer link = acme().post("/v2/gifts/" + gift + "/link", null);
    assertThat(acme().post("/v2/gifts/" + gift + "/cancel", null).status()).isEqualTo(200);
    comes(List.of(gift));
    sendAtOnce();

    assertThat(link.outcome()).isEqualTo("409 conflict");
    assertThat(states(acme().get("/v2/gifts/" + gift))).containsExactly("created", "cancelled");
    assertThat(acme().post("/v2/gifts/" + gift + "/cancel", null).status()).isEqualTo(409);
    assertThat(available(budget)).isEqualTo(10_000);
  }

  @Test
  @DisplayName("G2 of a cancellation and four replicas at once one has its way, and the money fits")
  void cancelsOrSends() throws Exception {
    String budget = budget();
    List<String> gifts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      gifts.add(create(budget).id());
    }
    comes(gifts);
    List<Future<Integer>> cancelling = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String gift : gifts) {
        cancelling.add(
            threads.submit(() -> acme().post("/v2/gifts/" + gift + "/cancel", null).status()));
      }
      sendAtOnce();
      for (Future<Integer> one : cancelling) {
        assertThat(one.get()).isEqualTo(200);
      }
    }
    assertThat(available(budget)).isEqualTo(10_000);
  }

  @Test
  @DisplayName("G2 what nobody could send in time is not sent: it expires, and pays back")
  void tooLate() throws Exception {
    String budget = budget();
    String gift = create(budget).id();
    try (Connection superuser = GiftDatabase.as("postgres")) {
      GiftDatabase.update(
          superuser,
          "update gift set send_at = now() - interval '2 days', expires_at = now() - interval"
              + " '1 second' where id = ?",
          gift);
      superuser.commit();
    }

    sendAtOnce();

    assertThat(states(acme().get("/v2/gifts/" + gift))).doesNotContain("sent");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\"sendAt\":\"2020-01-01T00:00:00Z\"",
        "\"sendAt\":\"2999-01-01T00:00:00Z\"",
        "\"sendAt\":\"tomorrow\"",
        "\"sendAt\":\"\"",
        "\"sendAt\":1800000000",
        "\"expiresAt\":\"2020-01-01T00:00:00Z\"",
        "\"expiresAt\":\"2999-01-01T00:00:00Z\"",
        "\"expiresAt\":[]",
        "\"sendAt\":\"2999-01-01T00:00:00Z\",\"expiresAt\":\"2020-01-01T00:00:00Z\""
      })
  @DisplayName("G2 E1 a time that is none, or out of range, is named, and nothing is held:")
  void refuses(String times) {
    String budget = budget();

    Answer refused = acme().post("/v2/gifts", gift(budget, "," + times));

    assertThat(refused.outcome()).as(refused.text()).isEqualTo("400 malformed-request");
    assertThat(refused.json().at("/errors/0/field").asText()).isIn("sendAt", "expiresAt");
    assertThat(available(budget)).isEqualTo(10_000);
  }

  @Test
  @DisplayName(
      "E2 a scheduled gift that is asked for twice under one key is one; another time is 422")
  void repeats() {
    String budget = budget();
    Partner once = acme().with("Idempotency-Key", "scheduled-" + budget);
    Instant then = Instant.now().plus(Duration.ofDays(3));
    String body = gift(budget, ",\"sendAt\":\"" + then + "\"");

    Answer first = once.post("/v2/gifts", body);

    assertThat(once.post("/v2/gifts", body).json()).isEqualTo(first.json());
    assertThat(once.post("/v2/gifts", gift(budget, "")).status()).isEqualTo(422);
    assertThat(
            once.post("/v2/gifts", gift(budget, ",\"sendAt\":\"" + then.plusSeconds(1) + "\""))
                .status())
        .isEqualTo(422);
    assertThat(available(budget)).isEqualTo(9_999);
  }

  private void sendAtOnce() throws Exception {
    var due = new DueTable(new Database(worker));
    List<Future<Boolean>> replicas = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        replicas.add(
            threads.submit(() -> {
              while (due.toSend(Optional.empty()).stream()
                  .map(DueTable.Due::scope)
                  .toList()
                  .contains(SCOPE)) {
                dispatch.sendSome(SCOPE);
              }
              return true;
            }));
      }
      for (Future<Boolean> replica : replicas) {
        assertThat(replica.get()).isTrue();
      }
    }
  }

  private static List<String> states(Answer gift) {
    return gift.json().path("timeline").findValuesAsText("state");
  }

  private static String budget() {
    return acme().post("/v2/budgets", "{\"limit\":{\"amount\":10000,\"currency\":\"EUR\"}}").id();
  }

  private static long available(String budget) {
    return acme().get("/v2/budgets/" + budget).json().at("/available/amount").asLong();
  }

  private static Answer create(String budget) {
    return create(budget, Instant.now().plus(Duration.ofDays(30)));
  }

  private static Answer create(String budget, Instant then) {
    Answer created = acme().post("/v2/gifts", gift(budget, ",\"sendAt\":\"" + then + "\""));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return created;
  }

  private static String gift(String budget, String times) {
    return """
    {"budget":"%s","value":{"amount":1,"currency":"EUR"},
     "recipientData":{"name":"Ada Lovelace","email":"ada@lovelace.example"}%s}
    """
        .formatted(budget, times);
  }

  /// Time passes for some gifts.
  private static void comes(List<String> gifts) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      for (String gift : gifts) {
        GiftDatabase.update(
            superuser, "update gift set send_at = now() - interval '1 second' where id = ?", gift);
      }
      superuser.commit();
    }
  }
}
