package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.local.stack.Service;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Parts go away and come back; what was answered stays true, and the story goes on.
@TestMethodOrder(OrderAnnotation.class)
class RestartTest {
  /// The staleness bound is 10 s; the rest is for a slow machine.
  private static final Duration STALE_BY = Duration.ofSeconds(20);

  private static final House HOUSE = House.started();

  private static Partner acme;
  private static Partner.Key sender;
  private static String budget;
  private static String gift;

  @BeforeAll
  static void aGiftWasSent() {
    acme = Partner.enterprise(HOUSE, "restart");
    sender = acme.sender();
    String token = acme.token(sender, "gift");
    budget = acme.budget(token, 1_000_00);
    gift = acme.send(acme.certificate, token, budget, 1_00).text("/id");
    assertThat(registered().headers()).doesNotContainKey("idempotent-replayed");
  }

  /// The same each time.
  private static Reply registered() {
    Reply reply =
        HOUSE.post(
            HOUSE.operator(),
            HOUSE.auth + "/v1/accounts/" + acme.account + "/clients",
            "{\"id\":\"crm\",\"name\":\"CRM\",\"environment\":\"live\",\"scopes\":[\"gifts:read\"]}",
            "--header",
            "Idempotency-Key: before-the-restart");
    assertThat(reply.outcome()).isEqualTo("201");
    return reply;
  }

  @Test
  @Order(1)
  @DisplayName(
      "Z5 without the feed everything is refused after the staleness bound, and then again not")
  void feedCut() {
    String token = acme.token(sender, "gift");
    String reading = acme.token(acme.key(List.of("audit:read")), "audit");
    HOUSE.stack().stop(Service.AUTH);
    assertThat(read(token).outcome()).isEqualTo("200");
    assertThat(Eventually.becomes(STALE_BY, "503 trust-feed-stale", () -> read(token).outcome()))
        .isEqualTo("503 trust-feed-stale");
    assertThat(
            Eventually.becomes(STALE_BY, "503 trust-feed-stale", () -> events(reading).outcome()))
        .isEqualTo("503 trust-feed-stale");
    HOUSE.stack().restart(Service.AUTH);
    String fresh = acme.token(sender, "gift");
    assertThat(Eventually.becomes(STALE_BY, "200", () -> read(fresh).outcome())).isEqualTo("200");
  }

  @Test
  @Order(2)
  @DisplayName("G4 A11 each service restarted: nothing lost, the story goes on")
  void eachService() {
    for (Service service : Service.values()) {
      HOUSE.stack().restart(service);
      theStoryGoesOn();
    }
  }

  @Test
  @Order(3)
  @DisplayName("G4 A11 PostgreSQL restarted: nothing lost, the story goes on")
  void database() {
    HOUSE.stack().restartDatabase();
    theStoryGoesOn();
  }

  private static void theStoryGoesOn() {
    String token = acme.token(sender, "gift");
    assertThat(Eventually.becomes(STALE_BY, "200", () -> read(token).outcome())).isEqualTo("200");
    assertThat(registered().headers()).containsEntry("idempotent-replayed", "true");
    long before = available(token);
    Reply sent = acme.send(acme.certificate, token, budget, 1_00);
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    assertThat(available(token)).isEqualTo(before - 1_00);
    String reading = acme.token(acme.key(List.of("audit:read")), "audit");
    String id = sent.text("/id");
    assertThat(Eventually.becomes(STALE_BY, "recorded", () -> recorded(reading, id)))
        .isEqualTo("recorded");
  }

  private static long available(String token) {
    return HOUSE
        .curl(acme.certificate, HOUSE.gift + "/v1/budgets/" + budget, "--oauth2-bearer", token)
        .json()
        .at("/available")
        .asLong();
  }

  private static Reply read(String token) {
    return HOUSE.curl(acme.certificate, HOUSE.gift + "/v1/gifts/" + gift, "--oauth2-bearer", token);
  }

  private static Reply events(String token) {
    return HOUSE.curl(acme.certificate, HOUSE.audit + "/v1/audit/events", "--oauth2-bearer", token);
  }

  private static String recorded(String token, String gift) {
    Reply events =
        HOUSE.curl(
            acme.certificate,
            HOUSE.audit + "/v1/audit/events?action=gift.send",
            "--oauth2-bearer",
            token);
    return events.body().contains(gift) ? "recorded" : events.body();
  }
}
