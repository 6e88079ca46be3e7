package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// An international number (E.164): `+` and 7 to 15 digits. Spaces, brackets, dots and hyphens
/// between them are taken and not kept.
@Schema(
    implementation = String.class,
    description =
        "An international number (E.164): + and 7 to 15 digits; spaces, brackets, dots and hyphens are not kept",
    pattern = "^\\+[0-9][0-9 ().-]{6,}$",
    maxLength = 64,
    examples = "+49 30 1234567")
public record PhoneNumber(String value) {

  private static final Pattern SEPARATORS = Pattern.compile("[ ().-]");
  private static final Pattern FORM = Pattern.compile("\\+[1-9][0-9]{6,14}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PhoneNumber {
    value = SEPARATORS.matcher(value).replaceAll("");
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValue("an international number: + and 7 to 15 digits");
    }
  }

  @Override
  public String toString() {
    return "PhoneNumber[hidden]";
  }
}
