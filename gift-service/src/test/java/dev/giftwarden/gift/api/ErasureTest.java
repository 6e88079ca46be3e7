package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ErasureTest extends ApiTest {

  private static final String ZOE =
      """
      {"name": "Zoe Erased", "email": "zoe.erased@example.org", "phone": "+49301234567",
       "address": {"line1": "Hauptstraße 1", "city": "Berlin", "country": "DE"}}
      """;

  private Partner clear(String account) {
    return partner(account, TestToken::exposePii);
  }

  private static String remember(Partner partner) {
    Answer made = partner.post("/v2/recipients", ZOE);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.id();
  }

  private static Answer send(Partner partner, String budget, String recipient) {
    return partner.post(
        "/v2/gifts",
        """
        {"budget": "%s", "value": {"amount": 7, "currency": "EUR"}, "recipient": "%s",
         "message": "Dear Zoe"}
        """
            .formatted(budget, recipient));
  }

  private static Answer erase(Partner partner, String recipient) {
    return partner.send("DELETE", "/v2/recipients/" + recipient, null);
  }

  @Test
  @DisplayName("G11 an erased recipient is shown as erased, to everybody and in every place")
  void showsErased() {
    Partner acme = clear("erase-acme");
    String budget = openBudget(acme, 100);
    String zoe = remember(acme);
    String gift = send(acme, budget, zoe).id();

    Answer erased = erase(acme, zoe);

    assertThat(erased.status()).as(erased.text()).isEqualTo(204);
    assertThat(erased.text()).isEmpty();
    for (Partner reader : List.of(acme, partner("erase-acme"))) {
      JsonNode shown = reader.get("/v2/recipients/" + zoe).json();
      assertErased(shown);
      assertThat(shown.path("erasedAt").asText()).endsWith("Z");
      assertErased(reader.get("/v2/recipients").json().at("/data/0"));
      assertErased(reader.get("/v1/recipients/" + zoe).json());
      JsonNode given = reader.get("/v2/gifts/" + gift + "?expand=recipient").json();
      assertErased(given.path("recipient"));
      assertThat(given.path("message").isNull()).isTrue();
      assertThat(given.at("/value/amount").asLong()).isEqualTo(7);
      JsonNode first = reader.get("/v1/gifts").json().at("/items/0");
      assertErased(first.path("recipient"));
      assertThat(first.path("message").isNull()).isTrue();
      assertThat(reader.get("/v2/gifts/" + gift).text()).doesNotContain("Zoe ", "Dear ", "Erased");
    }
    assertThat(available(acme, budget)).isEqualTo(93);
    Answer cancelled = acme.post("/v2/gifts/" + gift + "/cancel", null);
    assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
    assertThat(available(acme, budget)).isEqualTo(100);
  }

  private static void assertErased(JsonNode recipient) {
    assertThat(recipient.path("name").asText()).as(recipient.toString()).isEqualTo("***");
    assertThat(recipient.path("email").asText()).isEqualTo("***@***");
    assertThat(recipient.path("phone").asText()).isEqualTo("***");
    assertThat(recipient.path("address").isNull()).isTrue();
    assertThat(recipient.path("masked").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("G11 it is not found by its address, nothing is revealed, and nothing given to it")
  void isGone() {
    Partner acme = clear("erase-gone");
    String budget = openBudget(acme, 100);
    String zoe = remember(acme);
    String byEmail = "/v2/recipients?email=zoe.erased%40example.org";
    assertThat(acme.get(byEmail).json().path("data")).hasSize(1);
    erase(acme, zoe);

    assertThat(acme.get(byEmail).json().path("data")).isEmpty();
    Answer read = acme.get("/v2/recipients/" + zoe);
    assertThat(records(1, read)).extracting(AuditEvent::action).containsExactly("recipient.read");

    Answer refused = send(acme, budget, zoe);
    assertThat(refused.status()).as(refused.text()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("conflict");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("recipient");
    assertThat(refused.json().at("/errors/0/message").asText())
        .isEqualTo("a recipient that is not erased");
    assertThat(records(1, refused))
        .extracting(AuditEvent::reason)
        .containsExactly("recipient-erased");
    assertThat(available(acme, budget)).isEqualTo(100);
  }

  @Test
  @DisplayName("G11 it is erased and recorded once, however often that is asked for")
  void erasesOnce() {
    Partner acme = clear("erase-once");
    String zoe = remember(acme);

    Answer first = erase(acme, zoe);
    String at = acme.get("/v2/recipients/" + zoe).json().path("erasedAt").asText();
    Answer second = erase(acme, zoe);

    assertThat(second.status()).isEqualTo(204);
    assertThat(acme.get("/v2/recipients/" + zoe).json().path("erasedAt").asText()).isEqualTo(at);
    assertThat(records(1, first))
        .singleElement()
        .satisfies((AuditEvent event) -> {
          assertThat(event.action()).isEqualTo("recipient.erase");
          assertThat(event.target()).isEqualTo(zoe);
        });
    assertThat(records(1, second))
        .extracting(AuditEvent::action)
        .containsExactly("recipient.erase.replay");
  }

  @Test
  @DisplayName("G11 E2 a repetition of the request that made it shows it as erased")
  void replaysErased() {
    Partner acme = clear("erase-replay").with("Idempotency-Key", "zoe");
    String zoe = remember(acme);
    erase(clear("erase-replay"), zoe);

    Answer again = acme.post("/v2/recipients", ZOE);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.id()).isEqualTo(zoe);
    assertErased(again.json());
    assertThat(again.text()).contains("erasedAt");
  }

  @Test
  @DisplayName("G11 whom a caller does not reach it does not erase, and does not learn of")
  void refusesOthers() {
    Partner acme = clear("erase-others");
    String zoe = remember(acme);
    List<Answer> refused =
        List.of(
            erase(partner("erase-stranger"), zoe),
            erase(partner("erase-others", token -> token.subAccounts("north")), zoe),
            erase(partner("erase-others", token -> token.environment(Environment.LIVE)), zoe),
            erase(acme, "rcp_" + NOWHERE),
            erase(acme, "zoe"));

    assertThat(refused)
        .allSatisfy(answer -> {
          assertThat(answer.status()).as(answer.text()).isEqualTo(404);
          assertThat(answer.problem()).isEqualTo("not-found");
        });
    assertThat(acme.get("/v2/recipients/" + zoe).json().path("name").asText())
        .isEqualTo("Zoe Erased");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "update recipient set erased_at = null, name = 'Zoe', email = 'z@example.org' where id = ?",
        "update recipient set erased_at = now() where id = ?",
        "update recipient set name = 'Zoe' where id = ?",
      })
  @DisplayName("G11 the database brings nobody back:")
  void staysErased(String statement) throws SQLException {
    Partner acme = clear("erase-stays");
    String zoe = remember(acme);
    erase(acme, zoe);

    try (Connection application = GiftDatabase.as("gift")) {
      GiftDatabase.enter(application, "erase-stays", "test", "*");
      assertThatThrownBy(() -> GiftDatabase.update(application, statement, zoe))
          .isInstanceOfSatisfying(
              SQLException.class, refusal -> assertThat(refusal.getSQLState()).isEqualTo("23514"));
    }
  }

  @Test
  @DisplayName("G11 of gifts that meet the erasure each is sent before it, or not at all")
  void meetsGifts() throws Exception {
    Partner acme = clear("erase-race");
    String budget = openBudget(acme, 700);
    String zoe = remember(acme);
    var turn = new AtomicInteger();

    List<Answer> answers =
        atOnce(24, () -> turn.incrementAndGet() == 8 ? erase(acme, zoe) : send(acme, budget, zoe));

    assertThat(answers).extracting(Answer::status).isSubsetOf(201, 204, 409).contains(204);
    long sent = answers.stream().filter(answer -> answer.status() == 201).count();
    assertThat(available(acme, budget)).isEqualTo(700 - 7 * sent);
    JsonNode gifts = acme.get("/v2/gifts?limit=100").json().path("data");
    assertThat(gifts).hasSize((int) sent);
    gifts.forEach(gift -> assertThat(gift.path("message").isNull()).isTrue());
  }
}
