package dev.giftwarden.gift.money;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.edge.text.Required;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// An amount of one currency.
@RegisterForReflection
@Schema(
    description = "An amount of one currency",
    examples = "{\"amount\": 2500, \"currency\": \"EUR\"}")
public record Money(
    @JsonProperty(required = true) MinorUnits amount,
    @JsonProperty(required = true) CurrencyCode currency) {

  public Money {
    Required.field("amount", amount);
    Required.field("currency", currency);
  }

  /// @throws dev.giftwarden.auth.client.id.InvalidValue if there is no such amount or currency
  public static Money of(long minor, String currency) {
    return new Money(new MinorUnits(minor), new CurrencyCode(currency));
  }

  public long minor() {
    return amount.value();
  }
}
