package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What the giver writes to the recipient: 1 to 500 characters on any number of lines. People write
/// names into it, so it is masked like a name and cannot be printed.
@Schema(
    implementation = String.class,
    description = "What the giver writes to the recipient",
    minLength = 1,
    maxLength = 500,
    examples = "Thank you for the engine.")
public record GiftMessage(String value) {

  private static final int LIMIT = 500;

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  public GiftMessage {
    Kept.check(value, LIMIT);
  }

  /// @throws InvalidValue for what is no such text
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static GiftMessage of(String text) {
    return new GiftMessage(PlainText.paragraph(text, LIMIT));
  }

  @Override
  public String toString() {
    return "GiftMessage[hidden]";
  }
}
