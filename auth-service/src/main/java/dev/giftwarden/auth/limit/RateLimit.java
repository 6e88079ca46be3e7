package dev.giftwarden.auth.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// A token bucket for each name, in the memory of one replica: it protects this process, and
/// decides nothing that another would have to know.
public final class RateLimit<K> {
  /// Whoever comes with more names than this at once only makes the oldest start anew.
  private static final int MAX_NAMES = 10_000;

  private final InstantSource clock;
  private final int burst;
  private final Duration refill;
  private final Map<K, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
          return size() > MAX_NAMES;
        }
      };

  private record Bucket(double left, Instant at) {}

  /// @param burst how many may come at once
  /// @param refill until one more may come
  public RateLimit(InstantSource clock, int burst, Duration refill) {
    this.clock = clock;
    this.burst = burst;
    this.refill = refill;
  }

  /// Takes one of what the name has left; false if there is nothing.
  public synchronized boolean admits(K name) {
    var now = clock.instant();
    var bucket = buckets.getOrDefault(name, new Bucket(burst, now));
    double gained = (double) Duration.between(bucket.at(), now).toNanos() / refill.toNanos();
    double left = Math.min(burst, bucket.left() + Math.max(0, gained));
    boolean admitted = left >= 1;
    buckets.put(name, new Bucket(admitted ? left - 1 : left, now));
    return admitted;
  }
}
