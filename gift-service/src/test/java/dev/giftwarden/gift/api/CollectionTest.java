package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Shop;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What operators keep, and partners see.
@QuarkusTest
class CollectionTest extends ApiTest {
  private static final String PATH = "/v2/collections/";

  private static @Nullable Partner acme;

  /// One for all tests: connections of one address are limited.
  private Partner acme() {
    if (acme == null) {
      acme = partner("collection-acme", token -> token.scopes(Scope.GIFTS_SEND));
    }
    return acme;
  }

  @BeforeEach
  void open() {
    Shop.open();
  }

  @Test
  @DisplayName("G2 whoever sends sees the collections, and of each its bands and products")
  void shows() {
    Answer list = acme().get("/v2/collections");
    assertThat(list.json().path("data").findValuesAsText("id")).contains("thank-you", "small");
    assertThat(list.json().path("data").findValuesAsText("id")).doesNotContain("old");
    assertThat(list.json().path("next").isNull()).isTrue();

    Answer one = acme().get(PATH + "thank-you");
    assertThat(one.status()).as(one.text()).isEqualTo(200);
    assertThat(one.json().at("/bands/0").toString())
        .isEqualTo(
            "{\"id\":\"small\",\"label\":\"Up to 25 euros\",\"most\":{\"amount\":2500,\"currency\":\"EUR\"}}");
    assertThat(one.json().path("products").findValuesAsText("sku"))
        .containsExactly("MUG", "BOOK", "PEN");
    assertThat(one.json().at("/products/2/state").asText()).isEqualTo("retired");
    assertThat(acme().get(PATH + "old").json().path("state").asText()).isEqualTo("retired");
  }

  @Test
  @DisplayName("G2 every tenant sees the same, and a key that reads gifts may look too")
  void isTheSameForAll() {
    Partner live =
        partner(
            "collection-bluebird",
            token -> token.environment(Environment.LIVE).scopes(Scope.GIFTS_READ));

    assertThat(live.get("/v2/collections").json()).isEqualTo(acme().get("/v2/collections").json());
    assertThat(live.get(PATH + "thank-you").json())
        .isEqualTo(acme().get(PATH + "thank-you").json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"thank-me", "THANK-YOU", "a%20b", "-", "gft_0123456789ABCDEFGHIJKL"})
  @DisplayName("G2 a collection that is not there is 404")
  void knowsNoOther(String id) {
    assertThat(acme().get(PATH + id).problem()).isEqualTo("not-found");
  }

  @Test
  @DisplayName(
      "G2 the command makes the catalogue what the file says, says what changed, and repeats nothing")
  void keeps() {
    assertThat(Shop.keep(Shop.GOODS))
        .isEqualTo(
            new Shop.Said(
                0, "The catalogue is as the file says. Collections: 2, changes: 0.\n", ""));

    Shop.Said said =
        Shop.keep(
            Shop.GOODS.replace(
                "\"amount\": 2500, \"currency\": \"EUR\"}]}",
                "\"amount\": 2400, \"currency\": \"EUR\"}]}"));
    assertThat(said.out())
        .isEqualTo(
            """
            thank-you/products/BOOK: prices is 2400 EUR now, was 2500 EUR
            The catalogue is as the file says. Collections: 2, changes: 1.
            """);
    assertThat(acme().get(PATH + "thank-you").json().at("/products/1/prices/0/amount").asLong())
        .isEqualTo(2400);
    assertThat(stack().audit().await(1, event -> event.action().equals("collection.keep")))
        .allMatch(event -> event.actor().equals("role:gift_owner"))
        .anyMatch(event -> event.target().equals("thank-you"));
  }

  @Test
  @DisplayName("G2 a product that the file leaves out is shown no more; a collection is retired")
  void leavesOut() {
    String withoutBook = Shop.GOODS.replaceFirst("(?s)\\{\"sku\": \"BOOK\".*?\\]\\},", "");

    assertThat(Shop.keep(withoutBook).out()).startsWith("thank-you/products/BOOK: gone\n");
    assertThat(acme().get(PATH + "thank-you").json().path("products").findValuesAsText("sku"))
        .containsExactly("MUG", "PEN");

    assertThat(Shop.keep("{\"collections\": []}").out())
        .startsWith("thank-you: retired, as it is not in the file\n");
    assertThat(acme().get("/v2/collections").json().path("data")).isEmpty();
    assertThat(acme().get(PATH + "thank-you").json().path("products")).hasSize(2);
  }

  @Test
  @DisplayName("G2 a bad file changes nothing, and each fault has its line")
  void refuses() {
    Answer before = acme().get(PATH + "thank-you");

    Shop.Said said =
        Shop.keep(
            Shop.GOODS.replace("\"amount\": 1800", "\"amount\": -1").replace("\"BOOK\"", "\"\""));

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .isEqualTo(
            """
            FILE: collections[0].products[0].prices[0].amount: a whole number of minor units, 1 to 9000000000000000
            FILE: collections[0].products[1].sku: 1 to 64 letters, digits, dots, underscores and hyphens
            """);
    assertThat(acme().get(PATH + "thank-you").json()).isEqualTo(before.json());
  }
}
