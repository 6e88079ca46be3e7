package dev.giftwarden.auth.client.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// How a service remembers: so much and no more, by its own clock, and tidied by whoever writes, so
/// that the bound holds at once and no thread is spent on it. When one is full, what is used least
/// makes room: strangers who come once push nobody out who comes again.
///
/// Give it `expireAfterWrite` where an end is known, not an end for each entry: that costs every
/// read about as much again, and it decides nothing. Whoever remembers what ends looks at the clock
/// itself.
public final class BoundedMemory {
  private BoundedMemory() {}

  /// @param most entries
  public static Caffeine<Object, Object> of(long most, InstantSource clock) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .executor(Runnable::run);
  }
}
