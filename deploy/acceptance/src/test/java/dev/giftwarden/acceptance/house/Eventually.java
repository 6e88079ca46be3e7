package dev.giftwarden.acceptance.house;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks again until an answer has come; the asking itself takes the time.
public final class Eventually {
  /// Until an act is in a published checkpoint: a second where nothing else goes on, and much more
  /// where others hold the cores and the drains have just met a failure.
  public static final Duration IN_THE_LOG = Duration.ofMinutes(1);

  private Eventually() {}

  /// @return the first answer that is wanted, or the last one within the limit
  public static <T> T answers(Duration limit, Predicate<T> wanted, Supplier<T> answer) {
    long end = System.nanoTime() + limit.toNanos();
    T seen = answer.get();
    while (!wanted.test(seen) && System.nanoTime() < end) {
      seen = answer.get();
    }
    return seen;
  }

  /// @return `wanted`, or the last answer within the limit
  public static String becomes(Duration limit, String wanted, Supplier<String> answer) {
    return answers(limit, wanted::equals, answer);
  }
}
