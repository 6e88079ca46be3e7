package dev.giftwarden.gift.claim;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import dev.giftwarden.gift.watching.ClaimVisits;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the links that were none, by where they come from: nobody guesses one of 2^131, and
/// nobody is to have us look for long. Each replica counts for itself.
@Singleton
class WrongLinks {
  /// A minute, in which so many people behind one address mistype a link.
  static final int MOST = 20;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /// Whoever comes from more at once only makes some of them start anew.
  private static final int ORIGINS = 10_000;

  private final Cache<ByteBuffer, AtomicInteger> counts;
  private final ClaimVisits visits;

  WrongLinks(InstantSource clock, ClaimVisits visits) {
    this.visits = visits;
    this.counts = BoundedMemory.of(ORIGINS, clock).expireAfterWrite(WINDOW).build();
  }

  boolean isBeyond(ByteBuffer origin) {
    return Optional.ofNullable(counts.getIfPresent(origin)).map(AtomicInteger::get).orElse(0)
        >= MOST;
  }

  void count(ByteBuffer origin) {
    visits.wrongLink();
    counts.get(origin, _ -> new AtomicInteger()).incrementAndGet();
  }
}
