package dev.giftwarden.gift.catalogue;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.gift.money.Money;
import java.util.List;
import java.util.Optional;

/// What a recipient can choose.
///
/// @param prices one of a currency
public record Product(
    Sku sku, Label name, Optional<Description> description, List<Money> prices, Shelf shelf) {

  /// As many as anybody sells in.
  static final int MOST_PRICES = 40;

  /// @throws InvalidValue if there is no price, or two of one currency
  public Product {
    prices = List.copyOf(prices);
    if (prices.isEmpty() || prices.size() > MOST_PRICES) {
      throw new InvalidValue("prices: 1 to " + MOST_PRICES);
    }
    if (prices.stream().map(Money::currency).distinct().count() != prices.size()) {
      throw new InvalidValue("prices: one of each currency");
    }
  }

  Optional<Money> price(CurrencyCode currency) {
    return prices.stream().filter(price -> price.currency().equals(currency)).findAny();
  }

  /// What it costs out of `held`; empty: it cannot be had for that.
  Optional<Money> costOutOf(Money held) {
    return price(held.currency())
        .filter(price -> shelf == Shelf.AVAILABLE && price.minor() <= held.minor());
  }
}
