package dev.giftwarden.gift.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// By which whoever ships finds a product on a shelf.
@Schema(
    implementation = String.class,
    description = "The number of a product",
    pattern = "^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$",
    examples = "MUG-BLUE")
public record Sku(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,63}");

  /// @throws InvalidValue for anything else
  public Sku {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValue("1 to 64 letters, digits, dots, underscores and hyphens");
    }
  }
}
