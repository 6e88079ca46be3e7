package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What somebody is called: a line of 1 to 200 characters.
///
/// A value may come from a row that is older than a rule: the constructor holds what the database
/// has always held, and [#of] what is taken today. So it is with all of what people send.
@Schema(
    implementation = String.class,
    description = "What somebody is called, on one line",
    minLength = 1,
    maxLength = 200,
    examples = "Ada Lovelace")
public record PersonName(String value) {

  private static final int LIMIT = 200;

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  public PersonName {
    Kept.check(value, LIMIT);
  }

  /// @throws InvalidValue for what is no such line
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static PersonName of(String text) {
    return new PersonName(PlainText.line(text, LIMIT));
  }

  @Override
  public String toString() {
    return "PersonName[hidden]";
  }
}
