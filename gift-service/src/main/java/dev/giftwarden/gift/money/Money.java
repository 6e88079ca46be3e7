package dev.giftwarden.gift.money;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.edge.text.Required;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
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

  /// All of them together; empty: more than an amount can be.
  ///
  /// @param some of one currency, at least one
  public static Optional<Money> sum(List<Money> some) {
    long sum = some.stream().mapToLong(Money::minor).sum();
    return sum < 0 || sum > MinorUnits.MAX
        ? Optional.empty()
        : Optional.of(new Money(new MinorUnits(sum), some.getFirst().currency()));
  }

  /// What is left of it; empty: nothing.
  ///
  /// @param part of the same currency, at most all of it
  public Optional<Money> less(Money part) {
    if (!part.currency().equals(currency) || part.minor() > minor()) {
      throw new IllegalArgumentException("no part of it");
    }
    long rest = minor() - part.minor();
    return rest == 0 ? Optional.empty() : Optional.of(new Money(new MinorUnits(rest), currency));
  }

  public long minor() {
    return amount.value();
  }
}
