package dev.giftwarden.gift.catalogue;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;

/// What is said of a product on one line.
public record Description(String value) {
  /// A hundred of them fit on the page of recipients.
  public static final int LIMIT = 140;

  public Description {
    if (value.isEmpty() || value.codePointCount(0, value.length()) > LIMIT) {
      throw new InvalidValue("1 to " + LIMIT + " characters");
    }
  }

  /// @throws InvalidValue for what is no such line
  public static Description of(String text) {
    return new Description(PlainText.line(text, LIMIT));
  }
}
