package dev.giftwarden.gift.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Whether a collection can be sent, or a product be chosen.
@Schema(description = "Whether it can be had")
public enum Shelf {
  AVAILABLE,
  /// No more. What names it keeps its name.
  RETIRED;

  /// The same word in the file, the database and the API.
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Shelf of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
