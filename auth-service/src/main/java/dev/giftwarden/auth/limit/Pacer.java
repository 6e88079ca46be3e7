package dev.giftwarden.auth.limit;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives the calls of each name their turns, one after another at a fixed pace, in the memory of
/// one replica. For names that have used up their limit and may be innocent all the same: who
/// shares a network with a flood is slowed down, and not shut out by it.
public final class Pacer<K> {
  /// As [RateLimit] has it.
  private static final int MAX_NAMES = 10_000;

  private final InstantSource clock;
  private final Duration pace;
  private final Duration longest;
  private final Cache<K, Turn> turns;

  /// @param at when the last of those that got a turn has it
  /// @param given whether whoever asked last got one
  private record Turn(Instant at, boolean given) {}

  /// @param pace between two turns of one name
  /// @param longest nobody waits longer; whoever would have to gets no turn
  public Pacer(InstantSource clock, Duration pace, Duration longest) {
    this.clock = clock;
    this.pace = pace;
    this.longest = longest;
    this.turns = BoundedMemory.of(MAX_NAMES, clock).expireAfterWrite(longest.plus(pace)).build();
  }

  /// How long to wait for the turn that this takes; empty: there is none in time.
  public Optional<Duration> take(K name) {
    var now = clock.instant();
    var turn = turns.asMap().compute(name, (_, last) -> next(last, now));
    return turn.given() ? Optional.of(Duration.between(now, turn.at())) : Optional.empty();
  }

  private Turn next(@Nullable Turn last, Instant now) {
    if (last == null || !last.at().plus(pace).isAfter(now)) {
      return new Turn(now, true);
    }
    var at = last.at().plus(pace);
    return at.isAfter(now.plus(longest)) ? new Turn(last.at(), false) : new Turn(at, true);
  }
}
