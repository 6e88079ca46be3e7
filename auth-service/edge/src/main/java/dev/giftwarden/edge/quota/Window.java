package dev.giftwarden.edge.quota;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.time.InstantSource;

/// The window that it is now: all begin at the same moment for everybody, at every replica.
///
/// @param number since 1970
/// @param secondsLeft until the next one, at least 1
record Window(long number, long seconds, long secondsLeft) {
  private static final Duration LONGEST = Duration.ofHours(1);

  static Window now(Duration length, InstantSource clock) {
    long seconds = length.toSeconds();
    long now = clock.instant().getEpochSecond();
    return new Window(now / seconds, seconds, seconds - now % seconds);
  }

  /// @throws ConfigurationException where it is out of range; Quarkus prints it as one line
  static Duration checked(Duration length) {
    if (length.toSeconds() < 1 || length.compareTo(LONGEST) > 0 || length.getNano() != 0) {
      throw new ConfigurationException(
          "giftwarden.quota.window is %s: whole seconds, from 1 s to 1 h".formatted(length));
    }
    return length;
  }
}
