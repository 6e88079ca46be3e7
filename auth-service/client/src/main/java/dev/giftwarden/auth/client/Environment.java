package dev.giftwarden.auth.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Two worlds that share nothing but the code: a test key never sees or touches what is live.
@Schema(description = "Two worlds that share nothing")
public enum Environment {
  LIVE("live"),
  TEST("test");

  private final String text;

  Environment(String text) {
    this.text = text;
  }

  @JsonValue
  public String text() {
    return text;
  }

  /// @throws InvalidValue for anything but `live` and `test`
  @JsonCreator
  public static Environment of(String text) {
    return switch (text) {
      case "live" -> LIVE;
      case "test" -> TEST;
      default -> throw new InvalidValue("not an environment: live or test");
    };
  }
}
