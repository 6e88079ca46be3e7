package dev.giftwarden.gift.webhook.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When a message that was not taken is sent again: after 5 s, then each time twice as long, up to
/// 6 hours, and up to a tenth more so that what failed together does not come again together. Three
/// days after it was first due it is given up.
record Backoff(RandomGenerator random) {

  static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofHours(6);
  static final Duration LIMIT = Duration.ofDays(3);

  /// Doubled more often, 5 s are beyond the longest pause.
  private static final int MOST_DOUBLINGS = 13;

  /// Empty: never again.
  Optional<Instant> next(int attempts, Instant since, Instant now) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
    Duration pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    Instant next = now.plus(pause).plusMillis(random.nextLong(pause.toMillis() / 10));
    return Optional.of(next).filter(at -> !at.isAfter(since.plus(LIMIT)));
  }
}
