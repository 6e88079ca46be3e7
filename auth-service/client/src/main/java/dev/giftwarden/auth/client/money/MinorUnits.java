package dev.giftwarden.auth.client.money;

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

  /// Some seventy million euros in hundredths of the weakest currency there is, Iran's, and far
  /// more in any other: above any budget. A thousand of them fit into a `long`, and each into the
  /// 2^53 up to which every reader of JSON counts.
  public static final long MAX = 9_000_000_000_000_000L;

  /// @throws InvalidValue outside the range
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MinorUnits {
    if (value < 1 || value > MAX) {
      throw new InvalidValue("a whole number of minor units, 1 to " + MAX);
    }
  }
}
