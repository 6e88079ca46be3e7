package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What somebody is called: 1 to 200 characters.
@Schema(
    implementation = String.class,
    description = "What somebody is called, on one line",
    minLength = 1,
    maxLength = 200,
    examples = "Ada Lovelace")
public record PersonName(String value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PersonName {
    if (!PlainText.isLine(value, 200)) {
      throw new InvalidValue("1 to 200 characters on one line");
    }
  }

  @Override
  public String toString() {
    return "PersonName[hidden]";
  }
}
