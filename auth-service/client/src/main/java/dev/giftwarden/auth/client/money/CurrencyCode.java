package dev.giftwarden.auth.client.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A currency, such as `EUR`: one of [ActiveCurrencies] where somebody sends it, and what was one
/// then in a row that is older than the list.
@Schema(
    implementation = String.class,
    description = "A currency of ISO 4217 that has minor units",
    pattern = "^[A-Z]{3}$",
    examples = "EUR")
public record CurrencyCode(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[A-Z]{3}");

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  public CurrencyCode {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValue("three capital letters");
    }
  }

  /// @throws InvalidValue for anything that nobody can pay with today
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static CurrencyCode of(String text) {
    if (!ActiveCurrencies.contains(text)) {
      throw new InvalidValue(
          "an active currency of ISO 4217 in three capital letters, such as EUR");
    }
    return new CurrencyCode(text);
  }
}
