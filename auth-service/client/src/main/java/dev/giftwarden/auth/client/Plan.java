package dev.giftwarden.auth.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an account pays for.
@Schema(description = "What an account pays for")
public enum Plan {
  STANDARD("standard"),
  ENTERPRISE("enterprise");

  private final String text;

  Plan(String text) {
    this.text = text;
  }

  @JsonValue
  public String text() {
    return text;
  }

  /// @throws InvalidValue for anything but `standard` and `enterprise`
  @JsonCreator
  public static Plan of(String text) {
    return switch (text) {
      case "standard" -> STANDARD;
      case "enterprise" -> ENTERPRISE;
      default -> throw new InvalidValue("standard or enterprise");
    };
  }
}
