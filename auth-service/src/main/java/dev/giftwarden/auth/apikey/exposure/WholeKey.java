package dev.giftwarden.auth.apikey.exposure;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.exchange.KeyForm;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.id.InvalidValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What can be a key of ours by its form and its checksum, which anybody can tell.
@Schema(
    implementation = String.class,
    description = "A whole key",
    pattern = "^" + KeyForm.PATTERN + "$",
    examples = WholeKey.EXAMPLE)
record WholeKey(PresentedKey key) {
  static final String EXAMPLE = "gwk_test_000000000000_0000000000000000000000000000001iDcwD";

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  WholeKey {}

  /// @throws InvalidValue for every other text, which is not repeated
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static WholeKey of(String text) {
    if (!KeyForm.isWhole(text)) {
      throw new InvalidValue("a whole key, as it was made: its last six characters are a checksum");
    }
    return new WholeKey(new PresentedKey(text));
  }
}
