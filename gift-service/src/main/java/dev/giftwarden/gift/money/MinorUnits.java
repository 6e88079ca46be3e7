package dev.giftwarden.gift.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How many of a currency's minor units (cents of EUR, yen of JPY): 1 to [#MAX]. Zero and less are
/// no amounts here: a gift, a budget and a ledger movement all move something.
@Schema(
    implementation = Long.class,
    description = "Minor units of the currency: cents of EUR, yen of JPY",
    minimum = "1",
    maximum = "" + MinorUnits.MAX,
    examples = "2500")
public record MinorUnits(@JsonValue long value) {

  /// Ten thousand million euros in cents: above any budget there is, and far below where sums of
  /// amounts could leave a `long`, or one amount the 2^53 of a JSON reader.
  public static final long MAX = 1_000_000_000_000L;

  /// @throws InvalidValue outside the range
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MinorUnits {
    if (value < 1 || value > MAX) {
      throw new InvalidValue("a whole number of minor units, 1 to " + MAX);
    }
  }
}
