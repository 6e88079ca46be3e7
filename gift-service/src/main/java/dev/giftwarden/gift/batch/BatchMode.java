package dev.giftwarden.gift.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What becomes of the gifts of a batch when one of them cannot be sent.
@Schema(description = "Whether each gift is sent that can be, or all of them or none")
public enum BatchMode {
  /// It alone is refused.
  EACH,
  /// None is sent.
  ALL;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws InvalidValue for anything but `each` and `all`
  @JsonCreator
  public static BatchMode of(String text) {
    return switch (text) {
      case "each" -> EACH;
      case "all" -> ALL;
      default -> throw new InvalidValue("each or all");
    };
  }
}
