package dev.giftwarden.gift.money;

import dev.giftwarden.auth.client.money.CurrencyCode;

/// How much of a currency there still is, which [Money] cannot say: it may be nothing.
///
/// @param minor units of the currency, at least 0
public record Remainder(long minor, CurrencyCode currency) {
  public Remainder {
    if (minor < 0) {
      throw new IllegalArgumentException("less than nothing is left");
    }
  }
}
