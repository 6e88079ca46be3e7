package dev.giftwarden.gift.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What its sender calls a gift of a batch, the number of a row as it may be: no other gift of the
/// batch is called so.
@Schema(
    implementation = String.class,
    description = "What you call this gift; no other of the batch is called so",
    minLength = 1,
    maxLength = 100,
    pattern = "^[!-~]([ -~]{0,98}[!-~])?$",
    examples = "row-17")
public record ItemKey(@JsonValue String value) {

  /// As an `Idempotency-Key`, which this is a part of.
  private static final Pattern FORM =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,98}[\\x21-\\x7e])?");

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  public ItemKey {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValue("1 to 100 printable ASCII characters");
    }
  }

  /// @throws InvalidValue for what is no such word
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ItemKey of(String text) {
    return new ItemKey(text);
  }
}
