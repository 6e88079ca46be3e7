package dev.giftwarden.auth.text;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What somebody calls a key or a client: a line of 1 to 100 characters.
@Schema(
    implementation = String.class,
    description = "What somebody calls it, on one line",
    minLength = 1,
    maxLength = 100)
public record Label(@JsonValue String value) {
  private static final int LIMIT = 100;

  /// @throws InvalidValue for what is no such line
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Label {
    PlainText.line(value, LIMIT);
  }
}
