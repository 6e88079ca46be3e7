package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Shop;
import dev.giftwarden.gift.testing.Visitor;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Gifts of which the recipient chooses what they are.
@QuarkusTest
class ChoiceTest extends ApiTest {
  private static final String ROOT = "Choice000001";
  private static final String WHERE = "&name=Ada&line1=1+Dorset+Street&city=London&country=gb";
  private static final String SMALL = "\"collection\":\"thank-you\",\"band\":\"small\"";
  private static final long GRANTED = 10_000;

  private static @Nullable Partner acme;
  private static @Nullable Partner unlimited;
  private static @Nullable Visitor visitor;

  private String budget = "";

  /// One for all tests: connections of one address are limited.
  private Partner acme() {
    if (acme == null) {
      var limit =
          new SpendLimit(new MinorUnits(900_000), CurrencyCode.of("EUR"), SpendPeriod.ONCE, null);
      acme = partner("choice-acme", token -> token.spending(ROOT, limit).exposePii());
    }
    return acme;
  }

  /// A limit of one currency says no before a budget does.
  private Partner unlimited() {
    if (unlimited == null) {
      unlimited = partner("choice-acme");
    }
    return unlimited;
  }

  private Visitor visitor() {
    if (visitor == null) {
      visitor = new Visitor(stack());
    }
    return visitor;
  }

  @BeforeEach
  void openShopAndBudget() {
    Shop.open();
    budget = openBudget(acme(), GRANTED);
  }

  private Answer order(String what) {
    return order(acme(), what);
  }

  private Answer order(Partner partner, String what) {
    return partner.post(
        "/v2/gifts",
        """
        {%s,"budget":"%s",
         "recipientData":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}
        """
            .formatted(what, budget));
  }

  private static String value(long amount) {
    return "\"collection\":\"thank-you\",\"value\":{\"amount\":%d,\"currency\":\"EUR\"}"
        .formatted(amount);
  }

  private String sent(String what) {
    Answer sent = order(what);
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    return sent.id();
  }

  private String link(String gift) {
    String url = acme().post("/v2/gifts/" + gift + "/link", null).json().path("url").asText();
    return url.substring(url.lastIndexOf('/'));
  }

  private Answer claim(String link, String product) {
    return visitor().post(link + "/claim", "product=" + product + WHERE);
  }

  private long number(String sql, Object... of) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      return GiftDatabase.number(superuser, sql, of);
    }
  }

  private long booked(String book) throws SQLException {
    return number(
        "select coalesce(sum(amount), 0) from ledger_line where budget_id = ? and book = ?",
        budget,
        book);
  }

  private long spentByKey() throws SQLException {
    return number("select coalesce(sum(spent), 0) from key_spending where root = ?", ROOT);
  }

  @Test
  @DisplayName("G3 a band is an amount by name: it is held, and read again in version 2 alone")
  void holdsABand() {
    Answer sent = order(SMALL);

    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    assertThat(sent.json().path("value").toString())
        .isEqualTo("{\"amount\":2500,\"currency\":\"EUR\"}");
    assertThat(sent.json().path("collection").asText()).isEqualTo("thank-you");
    assertThat(sent.json().path("band").asText()).isEqualTo("small");
    assertThat(sent.json().has("product")).isFalse();
    assertThat(sent.json().has("cost")).isFalse();
    assertThat(acme().get("/v2/gifts/" + sent.id()).json()).isEqualTo(sent.json());
    assertThat(acme().get("/v1/gifts/" + sent.id()).text()).doesNotContain("thank-you", "small");
    assertThat(available(acme(), budget)).isEqualTo(GRANTED - 2_500);
    assertThat(order(value(1_800)).json().has("band")).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\"collection\":\"thank-me\",\"band\":\"small\" | 404 | collection",
        "\"collection\":\"thank-you\",\"band\":\"large\" | 404 | band",
        "\"band\":\"small\" | 400 | collection",
        "\"collection\":\"thank-you\" | 400 | value",
        "\"collection\":\"Thank you\",\"band\":\"small\" | 400 | collection",
        "\"collection\":\"thank-you\",\"band\":5 | 400 | band",
        "\"collection\":\"thank-you\",\"band\":\"small\",\"value\":{\"amount\":5,\"currency\":\"EUR\"} | 400 | band",
        "\"collection\":\"thank-you\",\"band\":\"yen\" | 409 | band",
        "\"collection\":\"thank-you\",\"band\":\"tiny\" | 409 | collection",
        "\"collection\":\"thank-you\",\"value\":{\"amount\":1799,\"currency\":\"EUR\"} | 409 | collection",
        "\"collection\":\"old\",\"value\":{\"amount\":10,\"currency\":\"EUR\"} | 409 | collection",
      })
  @DisplayName("G3 what is no collection, no band or no choice is refused by its name:")
  void refuses(String what, int status, String field) {
    Answer refused = order(unlimited(), what);

    assertThat(refused.status()).as(refused.text()).isEqualTo(status);
    assertThat(refused.json().at("/errors/0/field").asText()).as(refused.text()).isEqualTo(field);
    assertThat(available(acme(), budget)).isEqualTo(GRANTED);
  }

  @Test
  @DisplayName("G3 E2 a request for another band, or for money, is another request")
  void isOneRequest() {
    Partner again = acme().with("Idempotency-Key", UUID.randomUUID().toString());
    String body =
        "{%s,\"budget\":\""
            + budget
            + "\",\"recipientData\":{\"name\":\"A\",\"email\":\"a@b.example\"}}";
    Answer first = again.post("/v2/gifts", body.formatted(SMALL));

    assertThat(again.post("/v2/gifts", body.formatted(SMALL)).json()).isEqualTo(first.json());
    for (String other :
        List.of(
            value(2_500),
            value(2_500).replace("thank-you", "old"),
            SMALL.replace("small", "tiny"),
            "\"value\":{\"amount\":2500,\"currency\":\"EUR\"}")) {
      assertThat(again.post("/v2/gifts", body.formatted(other)).problem())
          .as(other)
          .isEqualTo("idempotency-key-reused");
    }
  }

  @Test
  @DisplayName("G3 G5 G6 a campaign has a collection and a band, for single gifts and for batches")
  void comesFromACampaign() {
    Answer campaign =
        acme()
            .post(
                "/v2/campaigns",
                "{\"name\":\"Thanks\",\"budget\":\"%s\",%s}".formatted(budget, SMALL));
    assertThat(campaign.status()).as(campaign.text()).isEqualTo(201);
    assertThat(campaign.json().path("band").asText()).isEqualTo("small");
    String gift =
        "{\"campaign\":\"%s\"%s,\"recipientData\":{\"name\":\"A\",\"email\":\"a@b.example\"}}";
    String item = "{\"key\":\"%s\",\"gift\":%s}";

    Answer batch =
        acme()
            .post(
                BatchBodies.PATH,
                BatchBodies.batch(
                    "each",
                    List.of(
                        item.formatted("a", gift.formatted(campaign.id(), "")),
                        item.formatted("b", gift.formatted(campaign.id(), ",\"band\":\"large\"")),
                        item.formatted("c", gift.formatted(campaign.id(), "," + value(1_900))),
                        item.formatted(
                            "d", gift.formatted(campaign.id(), ",\"collection\":\"old\"")))));

    assertThat(BatchBodies.outcomes(batch))
        .containsExactly("201", "404 not-found", "201", "409 conflict");
    assertThat(batch.json().at("/items/0/gift/band").asText()).isEqualTo("small");
    assertThat(batch.json().at("/items/2/gift/value/amount").asLong()).isEqualTo(1_900);
    assertThat(available(acme(), budget)).isEqualTo(GRANTED - 2_500 - 1_900);

    String path = "/v2/campaigns/" + campaign.id();
    assertThat(acme().send("PATCH", path, "{\"band\":\"yen\"}").problem()).isEqualTo("conflict");
    assertThat(acme().send("PATCH", path, "{\"collection\":\"thank-me\"}").problem())
        .isEqualTo("not-found");
    Shop.keep("{\"collections\": []}");
    assertThat(acme().send("PATCH", path, "{\"closed\":true}").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("G4 the page shows what can be had for what is held, by name, and no price")
  void showsChoices() {
    String page = visitor().get(link(sent(SMALL))).text();
    assertThat(page)
        .contains("<fieldset", "<legend>What would you like?</legend>", "A blue mug")
        .contains("Stoneware, 0.3 l", "A book &lt;of&gt; gifts", "value=\"BOOK\"")
        .doesNotContain("A pen", "25.00", "18.00", "EUR", "<script", "style=");

    assertThat(visitor().get(link(sent(value(2_499)))).text())
        .contains("A blue mug")
        .doesNotContain("A book");
    String arabic = visitor().preferring("ar").get(link(sent(SMALL))).text();
    assertThat(arabic).contains("ماذا تختار؟", "<bdi>A blue mug</bdi>");
  }

  @Test
  @DisplayName("G4 a hundred products are one page below 60 KB")
  void staysSmall() {
    String products =
        IntStream.range(0, 100)
            .mapToObj(i ->
                "{\"sku\":\"P%d\",\"name\":\"%s\",\"description\":\"%s\",\"prices\":[{\"amount\":5,\"currency\":\"EUR\"}]}"
                    .formatted(i, "ä".repeat(68), "ß".repeat(68)))
            .collect(Collectors.joining(","));
    String shop = "{\"collections\":[{\"id\":\"thank-you\",\"name\":\"T\",\"products\":[%s]}]}";
    assertThat(Shop.keep(shop.formatted(products)).status()).isZero();
    assertThat(Shop.keep(shop.formatted(products.replace("ß".repeat(68), "&".repeat(100)))).err())
        .isEqualTo(
            "FILE: collections[0].products: names, descriptions and skus of at most 28000 bytes together\n");

    Answer page = visitor().preferring("ar").get(link(sent(value(5))));

    assertThat(page.text().split("type=\"radio\"", -1)).hasSize(101);
    assertThat(page.text().getBytes(StandardCharsets.UTF_8).length).isLessThan(60_000);
  }

  @Test
  @DisplayName("G4 what is chosen is spent at its price, and the rest goes back to budget and key")
  void settles() throws SQLException {
    long before = spentByKey();
    String gift = sent(SMALL);
    assertThat(spentByKey() - before).isEqualTo(2_500);

    Answer claimed = claim(link(gift), "MUG");

    assertThat(claimed.status()).as(claimed.text()).isEqualTo(303);
    assertThat(booked("spent")).isEqualTo(1_800);
    assertThat(booked("committed")).isZero();
    assertThat(booked("available")).isEqualTo(GRANTED - 1_800);
    assertThat(available(acme(), budget)).isEqualTo(GRANTED - 1_800);
    assertThat(spentByKey() - before).isEqualTo(1_800);
    Answer read = acme().get("/v2/gifts/" + gift);
    assertThat(read.json().path("product").toString())
        .isEqualTo("{\"sku\":\"MUG\",\"name\":\"A blue mug\"}");
    assertThat(read.json().path("cost").toString())
        .isEqualTo("{\"amount\":1800,\"currency\":\"EUR\"}");
    assertThat(read.json().at("/value/amount").asLong()).isEqualTo(2_500);
    assertThat(acme().get("/v2/fulfilments/" + gift).json().at("/product/sku").asText())
        .isEqualTo("MUG");
    assertThat(acme().get("/v1/gifts/" + gift).json().path("amount").asLong()).isEqualTo(2_500);
  }

  @Test
  @DisplayName(
      "G4 what costs all that is held leaves nothing to go back; without a choice so it is")
  void settlesWhole() throws SQLException {
    String link = link(sent(SMALL));
    assertThat(claim(link, "BOOK").status()).isEqualTo(303);
    assertThat(visitor().get(link).text()).contains("You chose: A book &lt;of&gt; gifts");
    assertThat(booked("spent")).isEqualTo(2_500);

    String money = sent("\"value\":{\"amount\":1000,\"currency\":\"EUR\"}");
    assertThat(claim(link(money), "MUG").status()).isEqualTo(303);
    assertThat(booked("spent")).isEqualTo(3_500);
    assertThat(available(acme(), budget)).isEqualTo(GRANTED - 3_500);
    assertThat(acme().get("/v2/gifts/" + money).json().has("cost")).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'', Choose one of these.",
    "BO%20OK, Choose one of these.",
    "TEA, not to be had any more",
    "PEN, not to be had any more",
    "CLOCK, not to be had any more",
  })
  @DisplayName(
      "G4 what is not chosen, not there, retired, or of another collection claims nothing:")
  void refusesChoices(String product, String fault) throws SQLException {
    String gift = sent(SMALL);

    Answer faulty = claim(link(gift), product);

    assertThat(faulty.status()).as(faulty.text()).isEqualTo(422);
    assertThat(faulty.text())
        .contains("role=\"alert\"", "href=\"#product\"", fault, "value=\"London\"");
    assertThat(acme().get("/v2/gifts/" + gift).json().path("state").asText()).isEqualTo("viewed");
    assertThat(booked("spent")).isZero();
  }

  @Test
  @DisplayName("G4 the price at the time of the claim counts: too dear is 422, cheaper is cheaper")
  void countsThePriceAtTheClaim() throws SQLException {
    String link = link(sent(SMALL));
    assertThat(visitor().get(link).text()).contains("A blue mug");
    Shop.keep(Shop.GOODS.replace("\"amount\": 1800", "\"amount\": 2501"));

    Answer faulty = claim(link, "MUG");
    assertThat(faulty.status()).isEqualTo(422);
    assertThat(faulty.text()).contains("A book").doesNotContain("A blue mug");

    Shop.keep(Shop.GOODS.replace("\"amount\": 1800", "\"amount\": 1700"));
    assertThat(claim(link, "MUG").status()).isEqualTo(303);
    assertThat(booked("spent")).isEqualTo(1_700);
  }

  @Test
  @DisplayName("G4 where all is sold out nothing can be claimed, and it can be declined")
  void isSoldOut() {
    String gift = sent(value(1_900));
    String link = link(gift);
    Shop.keep(Shop.GOODS.replace("\"amount\": 1800", "\"amount\": 2000"));

    assertThat(visitor().get(link).text())
        .contains("nothing left to choose", "/decline")
        .doesNotContain("/claim");
    assertThat(claim(link, "MUG").status()).isEqualTo(422);
    assertThat(visitor().post(link + "/decline", "").status()).isEqualTo(303);
    assertThat(available(acme(), budget)).isEqualTo(GRANTED);
  }

  @Test
  @DisplayName("G4 a gift of a collection that is retired since can still be claimed")
  void outlivesItsCollection() throws SQLException {
    String link = link(sent(SMALL));
    Shop.keep("{\"collections\": []}");

    assertThat(claim(link, "MUG").status()).isEqualTo(303);
    assertThat(booked("spent")).isEqualTo(1_800);
  }

  @Test
  @DisplayName("G4 of 100 who choose at once, one has chosen, and its price alone is spent")
  void choosesOnce() throws Exception {
    String gift = sent(SMALL);
    String link = link(gift);
    var turn = new AtomicInteger();

    for (Answer answer :
        atOnce(100, () -> claim(link, turn.getAndIncrement() % 2 == 0 ? "MUG" : "BOOK"))) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    }

    long cost = acme().get("/v2/gifts/" + gift).json().at("/cost/amount").asLong();
    assertThat(cost).isIn(1_800L, 2_500L);
    assertThat(booked("spent")).isEqualTo(cost);
    assertThat(booked("committed")).isZero();
    assertThat(available(acme(), budget)).isEqualTo(GRANTED - cost);
  }
}
