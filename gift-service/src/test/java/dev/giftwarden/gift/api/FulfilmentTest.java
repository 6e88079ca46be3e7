package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Visitor;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Whoever ships what has been claimed, and sees nothing else.
@QuarkusTest
class FulfilmentTest extends ApiTest {
  private static final String ACCOUNT = "fulfil-acme";
  private static final String WHERE =
      "name=Augusta+King&line1=1+Dorset+Street&city=London&postalCode=W1U+4EE&country=gb";
  private static final String DHL = "{\"carrier\":\"DHL\",\"tracking\":\"JJD000123\"}";

  private Partner sender;
  private Partner seeing;
  private Partner masked;
  private String budget;

  @BeforeEach
  void openABudget() {
    sender =
        partner(
            ACCOUNT,
            token ->
                token.scopes(
                    Scope.GIFTS_SEND,
                    Scope.GIFTS_READ,
                    Scope.GIFTS_LINK,
                    Scope.BUDGETS_WRITE,
                    Scope.RECIPIENTS_ERASE));
    seeing = partner(ACCOUNT, token -> token.scopes(Scope.GIFTS_FULFIL).exposePii());
    masked = partner(ACCOUNT, token -> token.scopes(Scope.GIFTS_FULFIL));
    budget = sender.post("/v2/budgets", "{\"limit\":{\"amount\":10000,\"currency\":\"EUR\"}}").id();
  }

  private Answer send() {
    Answer sent =
        sender.post(
            "/v2/gifts",
            """
            {"budget":"%s","value":{"amount":100,"currency":"EUR"},
             "recipientData":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}
            """
                .formatted(budget));
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    return sent;
  }

  private String claimed() {
    String gift = send().id();
    claim(gift);
    return gift;
  }

  private void claim(String gift) {
    Answer link = sender.post("/v2/gifts/" + gift + "/link", null);
    String url = link.json().path("url").asText();
    Answer claimed =
        new Visitor(stack()).post(url.substring(url.lastIndexOf('/')) + "/claim", WHERE);
    assertThat(claimed.status()).as(claimed.text()).isEqualTo(303);
  }

  @Test
  @DisplayName("G2 K4 who ships sees where to, each reveal recorded, and moves gifts to delivered")
  void ships() {
    String gift = claimed();

    Answer list = seeing.get("/v2/fulfilments");
    JsonNode first = list.json().at("/data/0");
    assertThat(first.path("gift").asText()).isEqualTo(gift);
    assertThat(first.at("/to/name").asText()).isEqualTo("Augusta King");
    assertThat(first.at("/to/address/line1").asText()).isEqualTo("1 Dorset Street");
    assertThat(first.at("/to/address/country").asText()).isEqualTo("GB");
    assertThat(records(2, list)).extracting(event -> event.action()).contains("recipient.reveal");

    Answer shipped = seeing.post("/v2/fulfilments/" + gift + "/ship", DHL);
    assertThat(shipped.status()).as(shipped.text()).isEqualTo(200);
    assertThat(shipped.json().path("state").asText()).isEqualTo("shipped");
    assertThat(shipped.json().at("/shipment/tracking").asText()).isEqualTo("JJD000123");
    assertThat(seeing.get("/v2/fulfilments").json().path("data").findValuesAsText("gift"))
        .doesNotContain(gift);
    Answer delivered = seeing.post("/v2/fulfilments/" + gift + "/deliver", null);
    assertThat(delivered.json().path("state").asText()).isEqualTo("delivered");
    assertThat(sender.get("/v2/gifts/" + gift).json().path("timeline").findValuesAsText("state"))
        .containsExactly("sent", "viewed", "claimed", "shipped", "delivered");
  }

  @Test
  @DisplayName("K4 a key that does not see people sees no name and no address, and can ship")
  void masks() {
    String gift = claimed();

    Answer found = masked.get("/v2/fulfilments/" + gift);

    assertThat(found.json().at("/to/masked").asBoolean()).isTrue();
    assertThat(found.text()).doesNotContain("Augusta", "Dorset", "London", "W1U 4EE");
    assertThat(masked.post("/v2/fulfilments/" + gift + "/ship", DHL).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("G2 a gift that is not claimed is not there, and none is shipped twice")
  void refuses() {
    String sent = send().id();
    String gift = claimed();

    assertThat(seeing.post("/v2/fulfilments/" + sent + "/ship", DHL).problem())
        .isEqualTo("not-found");
    assertThat(seeing.get("/v2/fulfilments/" + sent).status()).isEqualTo(404);
    assertThat(seeing.post("/v2/fulfilments/" + gift + "/deliver", null).problem())
        .isEqualTo("conflict");
    assertThat(seeing.post("/v2/fulfilments/" + gift + "/ship", DHL).status()).isEqualTo(200);
    assertThat(seeing.post("/v2/fulfilments/" + gift + "/ship", DHL).problem())
        .isEqualTo("conflict");
    assertThat(
            partner("other-acme", t -> t.scopes(Scope.GIFTS_FULFIL))
                .get("/v2/fulfilments/" + gift)
                .status())
        .isEqualTo(404);
    assertThat(seeing.get("/v2/gifts/" + gift).problem()).isEqualTo("insufficient-scope");
  }

  @Test
  @DisplayName("E2 a shipment that is said twice under one Idempotency-Key is said once")
  void repeats() {
    String path = "/v2/fulfilments/" + claimed() + "/ship";
    Partner same = seeing.with("Idempotency-Key", "ship-" + path);

    Answer first = same.post(path, DHL);
    Answer again = same.post(path, DHL);

    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(same.post(path, "{\"carrier\":\"UPS\"}").problem())
        .isEqualTo("idempotency-key-reused");
  }

  @Test
  @DisplayName("G11 whoever is erased lives nowhere any more, and claims nothing")
  void erases() throws SQLException {
    String gift = claimed();
    Answer waiting = send();
    Answer link = sender.post("/v2/gifts/" + waiting.id() + "/link", null);
    erase(sender.get("/v2/gifts/" + gift).json().path("recipient").asText());
    erase(waiting.json().path("recipient").asText());

    Answer found = seeing.get("/v2/fulfilments/" + gift);
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.text()).doesNotContain("Augusta", "Dorset");
    String url = link.json().path("url").asText();
    assertThat(new Visitor(stack()).get(url.substring(url.lastIndexOf('/'))).status())
        .isEqualTo(404);
    try (Connection superuser = GiftDatabase.as("postgres")) {
      assertThat(
              GiftDatabase.number(
                  superuser,
                  "select count(*) from delivery where encode(sealed, 'escape') ~ 'Augusta|Dorset'"))
          .isZero();
    }
  }

  private void erase(String recipient) {
    assertThat(sender.send("DELETE", "/v2/recipients/" + recipient, null).status())
        .isBetween(200, 204);
  }

  @Test
  @DisplayName("E4 pages of what waits to be shipped have no gap and no double")
  void pages() {
    Partner own = partner("pages-acme", token -> token.scopes(Scope.GIFTS_FULFIL));
    sender =
        partner(
            "pages-acme",
            token -> token.scopes(Scope.GIFTS_SEND, Scope.GIFTS_LINK, Scope.BUDGETS_WRITE));
    budget = sender.post("/v2/budgets", "{\"limit\":{\"amount\":10000,\"currency\":\"EUR\"}}").id();
    List<String> gifts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      gifts.add(claimed());
    }
    JsonNode first = own.get("/v2/fulfilments?limit=3").json();
    claimed();
    JsonNode second =
        own.get("/v2/fulfilments?limit=3&cursor=" + first.path("next").asText()).json();

    List<String> seen = new ArrayList<>(first.path("data").findValuesAsText("gift"));
    seen.addAll(second.path("data").findValuesAsText("gift"));
    assertThat(seen).containsExactlyElementsOf(gifts.reversed());
  }
}
