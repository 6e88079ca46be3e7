package dev.giftwarden.gift.money;

/// An amount of one currency.
public record Money(MinorUnits amount, CurrencyCode currency) {

  /// @throws dev.giftwarden.auth.client.id.InvalidValue if there is no such amount or currency
  public static Money of(long minor, String currency) {
    return new Money(new MinorUnits(minor), new CurrencyCode(currency));
  }

  public long minor() {
    return amount.value();
  }
}
