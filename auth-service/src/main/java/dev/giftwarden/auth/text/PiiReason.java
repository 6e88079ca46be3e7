package dev.giftwarden.auth.text;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;

/// Why a key sees names and addresses unmasked: a line of 1 to 500 characters, without the blanks
/// around it. Somebody will read it in a year, so there must be something to read.
public record PiiReason(@JsonValue String value) {
  private static final int LIMIT = 500;

  /// @throws InvalidValue for what is no such line
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PiiReason {
    value = PlainText.line(value, LIMIT).strip();
  }
}
