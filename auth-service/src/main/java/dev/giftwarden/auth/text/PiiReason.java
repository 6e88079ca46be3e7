package dev.giftwarden.auth.text;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Why a key sees names and addresses unmasked: a line of 1 to 500 characters, without the blanks
/// around it. Somebody will read it in a year, so there must be something to read.
@Schema(
    implementation = String.class,
    description = "Why it sees names and addresses unmasked, on one line",
    minLength = 1,
    maxLength = 500)
public record PiiReason(@JsonValue String value) {
  private static final int LIMIT = 500;

  /// @throws InvalidValue for what is no such line
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PiiReason {
    value = PlainText.line(value, LIMIT).strip();
  }
}
