package dev.giftwarden.acceptance.house;

import java.time.Duration;
import java.util.function.Supplier;

/// Asks again until an answer has come; the asking itself takes the time.
public final class Eventually {
  private Eventually() {}

  /// @return `wanted`, or the last answer within the limit
  public static String becomes(Duration limit, String wanted, Supplier<String> answer) {
    long end = System.nanoTime() + limit.toNanos();
    String seen = answer.get();
    while (!seen.equals(wanted) && System.nanoTime() < end) {
      seen = answer.get();
    }
    return seen;
  }
}
