package dev.giftwarden.gift.catalogue.keeping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.gift.catalogue.Band;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.Collection;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Description;
import dev.giftwarden.gift.catalogue.Label;
import dev.giftwarden.gift.catalogue.Product;
import dev.giftwarden.gift.catalogue.Shelf;
import dev.giftwarden.gift.catalogue.Sku;
import dev.giftwarden.gift.money.Money;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every collection there is to be, as an operator writes them down.
///
/// ```json
/// {"collections": [
///   {"id": "thank-you", "name": "Thank you", "retired": false,
///    "bands": [{"id": "small", "label": "Up to 25 euros", "most": {"amount": 2500, "currency": "EUR"}}],
///    "products": [
///      {"sku": "MUG-BLUE", "name": "A blue mug", "description": "Stoneware, 0.3 l", "retired": false,
///       "prices": [{"amount": 1800, "currency": "EUR"}]}]}]}
/// ```
final class CatalogueFile {
  /// What a list of them shows at once.
  static final int MOST = 100;

  /// What the page of recipients says of the products of one collection, in bytes: with what is
  /// around them the page stays below 60 KB.
  static final int MOST_SHOWN_BYTES = 28_000;

  private CatalogueFile() {}

  sealed interface Read {
    record Whole(List<Collection> collections) implements Read {}

    /// @param faults a line each, which says where
    record Faulty(List<String> faults) implements Read {}
  }

  static Read read(byte[] bytes) {
    ObjectMapper json =
        new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      var faults = new ArrayList<String>();
      JsonNode tree = json.readTree(bytes);
      List<Collection> all = collections(new Node(tree, "", faults));
      return faults.isEmpty() ? new Read.Whole(all) : new Read.Faulty(faults);
    } catch (JsonProcessingException e) {
      var where = Optional.ofNullable(e.getLocation());
      int line = where.map(at -> at.getLineNr()).orElse(1);
      int column = where.map(at -> at.getColumnNr()).orElse(1);
      return new Read.Faulty(
          List.of("line %d, column %d: %s".formatted(line, column, e.getOriginalMessage())));
    } catch (IOException e) {
      return new Read.Faulty(List.of("the file: no text of UTF-8: " + e.getMessage()));
    }
  }

  private static List<Collection> collections(Node file) {
    if (!file.isObject(Set.of("collections"))) {
      return List.of();
    }
    if (!file.has("collections")) {
      file.fault("collections", "has to be there");
    }
    List<Node> parts = file.parts("collections");
    if (parts.size() > MOST) {
      file.fault("collections", "at most " + MOST);
    }
    List<Collection> all =
        parts.stream().limit(MOST).flatMap(one -> collection(one).stream()).toList();
    if (all.stream().map(Collection::id).distinct().count() != all.size()) {
      file.fault("collections", "one of each id");
    }
    return all;
  }

  private static Optional<Collection> collection(Node node) {
    if (!node.isObject(Set.of("id", "name", "retired", "bands", "products"))) {
      return Optional.empty();
    }
    Optional<CollectionId> id = node.text("id", CollectionId::new);
    Optional<Label> name = node.text("name", Label::of);
    int before = node.faults().size();
    List<Band> bands = node.parts("bands").stream().flatMap(one -> band(one).stream()).toList();
    List<Product> products =
        node.parts("products").stream().flatMap(one -> product(one).stream()).toList();
    if (products.stream().mapToInt(CatalogueFile::shown).sum() > MOST_SHOWN_BYTES) {
      node.fault(
          "products",
          "names, descriptions and skus of at most %d bytes together".formatted(MOST_SHOWN_BYTES));
    }
    Shelf shelf = shelf(node);
    return id.isEmpty() || name.isEmpty() || node.faults().size() > before
        ? Optional.empty()
        : node.value("", () -> new Collection(id.get(), name.get(), shelf, bands, products));
  }

  private static Optional<Band> band(Node node) {
    if (!node.isObject(Set.of("id", "label", "most"))) {
      return Optional.empty();
    }
    Optional<BandId> id = node.text("id", BandId::new);
    Optional<Label> label = node.text("label", Label::of);
    Optional<Money> most = node.at("most").money();
    return id.flatMap(own -> label.flatMap(text -> most.map(sum -> new Band(own, text, sum))));
  }

  private static Optional<Product> product(Node node) {
    if (!node.isObject(Set.of("sku", "name", "description", "retired", "prices"))) {
      return Optional.empty();
    }
    Optional<Sku> sku = node.text("sku", Sku::new);
    Optional<Label> name = node.text("name", Label::of);
    Optional<Description> description =
        node.has("description") ? node.text("description", Description::of) : Optional.empty();
    int before = node.faults().size();
    List<Money> prices =
        node.parts("prices").stream().flatMap(one -> one.money().stream()).toList();
    Shelf shelf = shelf(node);
    return sku.isEmpty() || name.isEmpty() || node.faults().size() > before
        ? Optional.empty()
        : node.value("", () -> new Product(sku.get(), name.get(), description, prices, shelf));
  }

  private static int shown(Product product) {
    return written(product.name().value())
        + written(product.description().map(Description::value).orElse(""))
        + written(product.sku().value());
  }

  /// In HTML, where some characters take six.
  private static int written(String text) {
    int escaped = (int) text.chars().filter(c -> "<>&\"'".indexOf(c) >= 0).count();
    return text.getBytes(StandardCharsets.UTF_8).length + 5 * escaped;
  }

  private static Shelf shelf(Node node) {
    return node.flag("retired") ? Shelf.RETIRED : Shelf.AVAILABLE;
  }
}
