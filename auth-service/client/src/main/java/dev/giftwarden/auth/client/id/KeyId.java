package dev.giftwarden.auth.client.id;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The public part of an API key that names it: 12 characters of base62. Not a secret.
@Schema(
    implementation = String.class,
    description = "The public part of an API key; not a secret",
    pattern = "^[0-9A-Za-z]{12}$",
    examples = "4fKqZ81mTxYb")
public record KeyId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z]{12}");

  /// @throws InvalidValue unless it is 12 characters of base62
  public KeyId {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValue("a key id is 12 of 0-9, A-Z, a-z");
    }
  }
}
