package dev.giftwarden.gift.webhook.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When a message that was not taken is sent again: after 5 s, then each time twice as long, up to
/// 6 hours, and up to a tenth more so that what failed together does not come again together. Three
/// days after it was first due it is given up.
///
/// A receiver that says when (`Retry-After`) is not sent to earlier, up to a day, which is how long
/// a quota lasts. What it wishes costs no message an attempt: one that would come after the three
/// days comes at their end.
record Backoff(RandomGenerator random) {

  static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofHours(6);
  static final Duration LONGEST_WISH = Duration.ofDays(1);
  static final Duration LIMIT = Duration.ofDays(3);

  /// Doubled more often, 5 s are beyond the longest pause.
  private static final int MOST_DOUBLINGS = 13;

  /// Empty: never again.
  ///
  /// @param wish how long the receiver wants to be left alone
  Optional<Instant> next(int attempts, Instant since, Instant now, Duration wish) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
    Instant end = since.plus(LIMIT);
    Instant usual = now.plus(scattered(earlier(doubled, LONGEST)));
    Instant wished = now.plus(scattered(earlier(wish, LONGEST_WISH)));
    return Optional.of(usual)
        .filter(at -> !at.isAfter(end))
        .map(at -> wished.isAfter(at) ? earlier(wished, end) : at);
  }

  private Duration scattered(Duration pause) {
    return pause.plusMillis(pause.toMillis() < 10 ? 0 : random.nextLong(pause.toMillis() / 10));
  }

  private static <T extends Comparable<T>> T earlier(T one, T other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
