package dev.giftwarden.auth.text;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How long something is to last: days, hours, minutes and seconds of ISO 8601, `P90D` or
/// `PT1H30M`; no months, which have no length, and nothing negative.
///
/// @param text one of many ways to say it: two are compared by their [#duration]
@Schema(
    implementation = String.class,
    description = "A duration of ISO 8601 in days, hours, minutes and seconds",
    pattern = Lifetime.PATTERN,
    examples = "P90D")
public record Lifetime(@JsonValue String text) {
  static final String PATTERN =
      "^P(?=.)([0-9]{1,4}D)?(T(?=.)([0-9]{1,4}H)?([0-9]{1,4}M)?([0-9]{1,4}S)?)?$";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  /// @throws InvalidValue for any other text
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Lifetime {
    if (!FORM.matcher(text).matches()) {
      throw new InvalidValue("a duration in days, hours, minutes and seconds, such as P90D");
    }
  }

  public Duration duration() {
    return Duration.parse(text);
  }
}
