package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.text.Normalizer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Where a gift is announced: one mailbox, as [Mailbox] reads it, in NFC so that one address is one
/// text. Whether anybody reads mail there, only mail can tell.
@Schema(
    implementation = String.class,
    description = "Where a gift is announced",
    format = "email",
    minLength = 3,
    maxLength = 254,
    examples = "ada@lovelace.example")
public record EmailAddress(String value) {

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  public EmailAddress {
    Kept.check(value, Mailbox.OCTETS);
  }

  /// @throws InvalidValue for what is no mailbox, or several
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static EmailAddress of(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
    Mailbox.check(normal);
    return new EmailAddress(normal);
  }

  /// In small letters, one by one as Unicode has them: no language and no neighbour changes any.
  public String folded() {
    return value
        .codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public String toString() {
    return "EmailAddress[hidden]";
  }
}
