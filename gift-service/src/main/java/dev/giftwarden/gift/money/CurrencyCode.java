package dev.giftwarden.gift.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A currency of ISO 4217 that has minor units, such as `EUR`: gold (`XAU`), "no currency" (`XXX`)
/// and their like have codes, but nothing that a budget could count.
@Schema(
    implementation = String.class,
    description = "A currency of ISO 4217 that has minor units",
    pattern = "^[A-Z]{3}$",
    examples = "EUR")
public record CurrencyCode(@JsonValue String value) {

  private static final Set<String> KNOWN =
      Currency.getAvailableCurrencies().stream()
          .filter(currency -> currency.getDefaultFractionDigits() >= 0)
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /// @throws InvalidValue for anything else
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CurrencyCode {
    if (!KNOWN.contains(value)) {
      throw new InvalidValue("three capital letters of ISO 4217, such as EUR");
    }
  }
}
