package dev.giftwarden.edge.quota;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Counts the calls of each name in the present window.
///
/// @param <K> names whoever is counted
final class Counter<K> {
  /// Whoever comes with more names at once only makes some of them start anew.
  private static final int MOST_NAMES = 100_000;

  private final String policy;
  private final Cache<K, Count> counts;

  Counter(String policy, Duration window, InstantSource clock) {
    this.policy = policy;
    this.counts = BoundedMemory.of(MOST_NAMES, clock).expireAfterWrite(window).build();
  }

  /// @param admitted whether what was asked for last was within the quota
  /// @param told whether something was beyond it in this window
  /// @param firstBeyond whether that was what was asked for last
  record Count(long window, long used, boolean admitted, boolean told, boolean firstBeyond) {}

  /// Takes one call, if there is one.
  Count take(K name, long quota, Window window) {
    return counts.asMap().compute(name, (_, last) -> next(last, quota, window.number()));
  }

  private static Count next(@Nullable Count last, long quota, long window) {
    Count now = last == null || last.window != window ? unused(window) : last;
    return now.used < quota
        ? new Count(window, now.used + 1, true, now.told, false)
        : new Count(window, now.used, false, true, !now.told);
  }

  /// Takes nothing.
  Count read(K name, Window window) {
    @Nullable Count last = counts.getIfPresent(name);
    return last == null || last.window != window.number() ? unused(window.number()) : last;
  }

  private static Count unused(long window) {
    return new Count(window, 0, true, false, false);
  }

  Standing standing(Count count, long quota, Window window) {
    return new Standing(
        policy, quota, window.seconds(), Math.max(0, quota - count.used), window.secondsLeft());
  }
}
