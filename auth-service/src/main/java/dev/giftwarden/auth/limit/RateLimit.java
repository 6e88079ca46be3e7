package dev.giftwarden.auth.limit;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// A token bucket for each name, in the memory of one replica: it protects this process, and
/// decides nothing that another would have to know.
public final class RateLimit<K> {
  /// Whoever comes with more names than this at once only makes some of them start anew.
  private static final int MAX_NAMES = 10_000;

  private final InstantSource clock;
  private final int burst;
  private final Duration refill;
  private final Cache<K, Bucket> buckets;

  /// @param admitted whether what was last asked for was there
  private record Bucket(double left, Instant at, boolean admitted) {}

  /// @param burst how many may come at once
  /// @param refill until one more may come
  public RateLimit(InstantSource clock, int burst, Duration refill) {
    this.clock = clock;
    this.burst = burst;
    this.refill = refill;
    // One that has rested for so long is full, as one that is not known.
    this.buckets =
        BoundedMemory.of(MAX_NAMES, clock).expireAfterWrite(refill.multipliedBy(burst)).build();
  }

  /// Takes one of what the name has left; false if there is nothing.
  public boolean admits(K name) {
    return buckets.asMap().compute(name, (_, bucket) -> take(bucket)).admitted();
  }

  /// Whether the name has something left, of which nothing is taken.
  public boolean hasLeft(K name) {
    return left(buckets.getIfPresent(name), clock.instant()) >= 1;
  }

  private Bucket take(@Nullable Bucket known) {
    var now = clock.instant();
    double left = left(known, now);
    return left >= 1 ? new Bucket(left - 1, now, true) : new Bucket(left, now, false);
  }

  private double left(@Nullable Bucket bucket, Instant now) {
    if (bucket == null) {
      return burst;
    }
    double gained = (double) Duration.between(bucket.at(), now).toNanos() / refill.toNanos();
    return Math.min(burst, bucket.left() + Math.max(0, gained));
  }
}
