package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Where a gift is announced: at most 254 characters (RFC 5321, 4.5.3.1.3, without its brackets),
/// one `@` with something before it and a host name of two labels or more behind it. Whether
/// anybody reads mail there, only mail can tell.
@Schema(
    implementation = String.class,
    description = "Where a gift is announced",
    format = "email",
    minLength = 3,
    maxLength = 254,
    examples = "ada@lovelace.example")
public record EmailAddress(String value) {

  private static final Pattern FORM =
      Pattern.compile("[^\\s@]{1,64}@[^\\s@.]+(\\.[^\\s@.]+)+", Pattern.UNICODE_CHARACTER_CLASS);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public EmailAddress {
    if (!PlainText.isLine(value, 254) || !FORM.matcher(value).matches()) {
      throw new InvalidValue("an e-mail address of at most 254 characters");
    }
  }

  @Override
  public String toString() {
    return "EmailAddress[hidden]";
  }
}
