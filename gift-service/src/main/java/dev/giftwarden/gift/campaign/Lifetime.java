package dev.giftwarden.gift.campaign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// For how many days the gifts of a campaign can be claimed.
@Schema(
    implementation = Integer.class,
    description = "For how many days after it is sent a gift can be claimed",
    minimum = "1",
    maximum = "365",
    examples = "30")
public record Lifetime(@JsonValue int days) {

  /// @throws InvalidValue for anything but 1 to 365
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Lifetime {
    if (days < 1 || days > 365) {
      throw new InvalidValue("1 to 365 days");
    }
  }

  public Duration duration() {
    return Duration.ofDays(days);
  }
}
