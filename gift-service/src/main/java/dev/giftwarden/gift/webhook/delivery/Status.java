package dev.giftwarden.gift.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What has become of a message.
@Schema(description = "What has become of a message")
public enum Status {
  WAITING,
  /// The receiver answered with a status of 200 to 299.
  DELIVERED,
  /// It was given up after three days, or the receiver answered 410.
  DEAD;

  /// The same word in the database and in the API.
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Status of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
