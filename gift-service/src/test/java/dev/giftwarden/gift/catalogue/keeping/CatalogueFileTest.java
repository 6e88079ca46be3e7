package dev.giftwarden.gift.catalogue.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.gift.catalogue.Collection;
import dev.giftwarden.gift.testing.Shop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueFileTest {

  private static final String GOOD =
      """
      {"collections": [{"id": "a", "name": "A",
        "bands": [{"id": "s", "label": "S", "most": {"amount": 5, "currency": "EUR"}}],
        "products": [{"sku": "M", "name": "Mug", "prices": [{"amount": 5, "currency": "EUR"}]}]}]}
      """;

  private static List<String> faults(String json) {
    return switch (CatalogueFile.read(json.getBytes(StandardCharsets.UTF_8))) {
      case CatalogueFile.Read.Whole _ -> List.of();
      case CatalogueFile.Read.Faulty(var faults) -> faults;
    };
  }

  @ParameterizedTest(name = "{0} in place of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\"id\": \"A\" | \"id\": \"a\" | collections[0].id: 1 to 64 small letters, digits and hyphens",
        "\"id\": 1 | \"id\": \"a\" | collections[0].id: a text",
        "\"id\": \"-\" | \"id\": \"s\" | collections[0].bands[0].id: 1 to 64 small letters, digits and hyphens",
        "\"id\": \"s\", \"x\": 1 | \"id\": \"s\" | collections[0].bands[0]: no other fields than id, label, most",
        "\"sku\": \"a b\" | \"sku\": \"M\" | collections[0].products[0].sku: 1 to 64 letters, digits, dots, underscores and hyphens",
        "\"name\": \" \" | \"name\": \"Mug\" | collections[0].products[0].name: at least one character that can be seen",
        "\"retired\": 1, \"sku\" | \"sku\" | collections[0].products[0].retired: true or false",
        "\"prices\": [] | \"prices\": [{\"amount\": 5, \"currency\": \"EUR\"}] | collections[0].products[0]: prices: 1 to 40",
        "\"prices\": 5 | \"prices\": [{\"amount\": 5, \"currency\": \"EUR\"}] | collections[0].products[0].prices: an array",
        "\"most\": 5 | \"most\": {\"amount\": 5, \"currency\": \"EUR\"} | collections[0].bands[0].most: an object",
        "\"products\": [] | \"products\": [{\"sku\": \"M\", \"name\": \"Mug\", \"prices\": [{\"amount\": 5, \"currency\": \"EUR\"}]}] | collections[0]: products: 1 to 100",
        "{\"amount\": 0, | {\"amount\": 5, | collections[0].bands[0].most.amount: a whole number of minor units, 1 to 9000000000000000",
        "{\"amount\": 2.5, | {\"amount\": 5, | collections[0].bands[0].most.amount: a whole number of minor units",
        "\"currency\": \"XXX\" | \"currency\": \"EUR\" | collections[0].bands[0].most.currency: an active currency of ISO 4217 in three capital letters, such as EUR",
        "\"collection\" | \"collections\" | the file: no other fields than collections",
      })
  @DisplayName("G2 a file is refused with a line that says where:")
  void refuses(String bad, String good, String line) {
    assertThat(faults(GOOD)).isEmpty();
    assertThat(GOOD.replace("\n  ", "").contains(good) || GOOD.contains(good)).as(good).isTrue();
    assertThat(faults(GOOD.replace(good, bad))).first().isEqualTo(line);
  }

  @Test
  @DisplayName("G2 what is no JSON, or says something twice, is refused by its line and column")
  void refusesBroken() {
    assertThat(faults("{\n\"collections\": ["))
        .singleElement()
        .asString()
        .startsWith("line 2, column ");
    assertThat(faults("{\"collections\": [], \"collections\": []}")).hasSize(1);
    assertThat(faults("{\"collections\": []} x")).hasSize(1);
    assertThat(faults("[]")).containsExactly("the file: an object");
    assertThat(faults("")).hasSize(1);
  }

  @Test
  @DisplayName("G2 all faults of a file are named, and two of one name are one")
  void namesAll() {
    String two = "{\"collections\": [{\"id\": \"A\"}, {\"id\": \"b\", \"name\": \"\"}]}";
    assertThat(faults(two))
        .contains(
            "collections[0].name: has to be there",
            "collections[1].name: at least one character that can be seen");
    String one = GOOD.substring(GOOD.indexOf('[') + 1, GOOD.lastIndexOf(']'));
    String twins = "{\"collections\": [" + one + "," + one + "]}";
    assertThat(faults(twins)).containsExactly("collections: one of each id");
    String products =
        GOOD.replace(
            "\"products\": [",
            "\"products\": [{\"sku\": \"M\", \"name\": \"N\", \"prices\": [{\"amount\": 1, \"currency\": \"EUR\"}]},");
    assertThat(faults(products)).containsExactly("collections[0]: products: one of each sku");
  }

  @Test
  @DisplayName("G2 what is as it was makes no line, and each thing that changes makes one")
  void tellsDifferences() {
    var before = whole(Shop.GOODS);
    assertThat(Difference.between(before, before)).isEmpty();
    assertThat(
            Difference.between(
                before,
                whole(
                    Shop.GOODS
                        .replace("\"amount\": 1800", "\"amount\": 1700")
                        .replace("\"A pen\", \"retired\": true", "\"A pencil\"")
                        .replace("{\"amount\": 100,", "{\"amount\": 200,")
                        .replace("\"yen\"", "\"jpy\""))))
        .containsExactly(
            "thank-you/bands/tiny: most is 200 EUR now, was 100 EUR",
            "thank-you/bands/jpy: new, at most 3000 JPY",
            "thank-you/bands/yen: gone",
            "thank-you/products/MUG: prices is 1700 EUR, 2900 JPY now, was 1800 EUR, 2900 JPY",
            "thank-you/products/PEN: name is \"A pencil\" now, was \"A pen\"",
            "thank-you/products/PEN: shelf is available now, was retired");
    assertThat(Difference.between(before, List.of()))
        .containsExactly("thank-you: retired, as it is not in the file");
  }

  private static List<Collection> whole(String json) {
    return switch (CatalogueFile.read(json.getBytes(StandardCharsets.UTF_8))) {
      case CatalogueFile.Read.Whole(var all) -> all;
      case CatalogueFile.Read.Faulty(var faults) -> throw new AssertionError(faults.toString());
    };
  }
}
