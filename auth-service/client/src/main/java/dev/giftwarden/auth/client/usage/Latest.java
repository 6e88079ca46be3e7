package dev.giftwarden.auth.client.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BinaryOperator;

/// What is known of each name, until it is taken away. What is new is taken at once; of a busy name
/// something at most once in a pause, so that what happens to it costs no write each.
///
/// @param <K> names what it is about
final class Latest<K, V> {
  /// With the three seconds between two reports, well within the minute that is promised.
  static final Duration PAUSE = Duration.ofSeconds(20);

  /// A few MB. Of names beyond, nothing is said until there is room again.
  static final int MAX_NAMES = 10_000;

  /// @param takenAt when it was last handed over
  private record Kept<V>(Optional<V> fresh, Instant takenAt) {}

  private final ConcurrentMap<K, Kept<V>> kept = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Duration pause;
  private final BinaryOperator<V> both;

  Latest(InstantSource clock, BinaryOperator<V> both) {
    this(clock, PAUSE, both);
  }

  /// @param pause until something of the same name is handed over again
  /// @param both of two that were not taken, the earlier first, makes the one to take
  Latest(InstantSource clock, Duration pause, BinaryOperator<V> both) {
    this.clock = clock;
    this.pause = pause;
    this.both = both;
  }

  void put(K name, V value) {
    if (kept.size() < MAX_NAMES || kept.containsKey(name)) {
      kept.merge(
          name,
          new Kept<>(Optional.of(value), Instant.MIN),
          (old, _) ->
              new Kept<>(
                  old.fresh().map(before -> both.apply(before, value)).or(() -> Optional.of(value)),
                  old.takenAt()));
    }
  }

  /// Takes away at most so many.
  ///
  /// @param last whatever there is, for a process that ends; otherwise what is due
  List<V> take(int most, boolean last) {
    var now = clock.instant();
    var notTakenSince = last ? Instant.MAX : now.minus(pause);
    var taken = new ArrayList<V>();
    for (K name : kept.keySet()) {
      if (taken.size() == most) {
        break;
      }
      kept.computeIfPresent(
          name,
          (_, old) -> {
            if (old.takenAt().isAfter(notTakenSince)) {
              return old;
            }
            old.fresh().ifPresent(taken::add);
            return old.fresh().isPresent() ? new Kept<>(Optional.empty(), now) : null;
          });
    }
    return taken;
  }
}
