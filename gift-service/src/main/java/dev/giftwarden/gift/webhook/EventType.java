package dev.giftwarden.gift.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What can be told: that a gift came into a state. Migration `queue_webhooks` makes the same words
/// of the states.
@Schema(description = "What is told of a gift")
public enum EventType {
  GIFT_CREATED,
  GIFT_SENT,
  GIFT_VIEWED,
  GIFT_CLAIMED,
  GIFT_SHIPPED,
  GIFT_DELIVERED,
  GIFT_DECLINED,
  GIFT_EXPIRED,
  GIFT_CANCELLED;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /// @throws InvalidValue that names those there are
  @JsonCreator
  public static EventType of(String text) {
    return Arrays.stream(values())
        .filter(type -> type.text().equals(text))
        .findAny()
        .orElseThrow(() -> new InvalidValue("one of " + all()));
  }

  private static String all() {
    return Arrays.stream(values()).map(EventType::text).collect(Collectors.joining(", "));
  }
}
