package dev.giftwarden.gift.catalogue;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.gift.money.Money;
import java.util.List;
import java.util.Optional;

/// Products to choose from, and bands of what a choice may cost; in the order of their operator.
public record Collection(
    CollectionId id, Label name, Shelf shelf, List<Band> bands, List<Product> products) {

  /// In several currencies.
  public static final int MOST_BANDS = 100;

  /// A page of them is read, and chosen from, on a telephone.
  public static final int MOST_PRODUCTS = 100;

  /// @throws InvalidValue if there are too many of something, or two of one name
  public Collection {
    bands = List.copyOf(bands);
    products = List.copyOf(products);
    if (bands.size() > MOST_BANDS) {
      throw new InvalidValue("bands: at most " + MOST_BANDS);
    }
    if (products.isEmpty() || products.size() > MOST_PRODUCTS) {
      throw new InvalidValue("products: 1 to " + MOST_PRODUCTS);
    }
    if (bands.stream().map(Band::id).distinct().count() != bands.size()) {
      throw new InvalidValue("bands: one of each id");
    }
    if (products.stream().map(Product::sku).distinct().count() != products.size()) {
      throw new InvalidValue("products: one of each sku");
    }
  }

  public Optional<Band> band(BandId wanted) {
    return bands.stream().filter(band -> band.id().equals(wanted)).findAny();
  }

  /// What can be had for `held`.
  public List<Product> choices(Money held) {
    return products.stream().filter(product -> product.costOutOf(held).isPresent()).toList();
  }

  /// What becomes of choosing `sku`; empty: it cannot be had for `held`.
  public Optional<Purchase> purchase(Sku sku, Money held) {
    return products.stream()
        .filter(product -> product.sku().equals(sku))
        .flatMap(product -> product.costOutOf(held).stream().map(cost -> of(product, cost)))
        .findAny();
  }

  private static Purchase of(Product product, Money cost) {
    return new Purchase(product.sku(), product.name(), cost);
  }
}
