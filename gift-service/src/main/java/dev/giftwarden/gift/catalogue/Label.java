package dev.giftwarden.gift.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What people read: the name of a collection, of a band, of a product.
@Schema(implementation = String.class, minLength = 1, maxLength = 100, examples = "A blue mug")
public record Label(@JsonValue String value) {
  private static final int LIMIT = 100;

  public Label {
    if (value.isEmpty() || value.codePointCount(0, value.length()) > LIMIT) {
      throw new InvalidValue("1 to " + LIMIT + " characters");
    }
  }

  /// @throws InvalidValue for what is no such line
  public static Label of(String text) {
    return new Label(PlainText.line(text, LIMIT));
  }
}
