package dev.giftwarden.auth.limit;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import dev.giftwarden.auth.client.memory.SecretDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Credentials that are refused cost where they came from, so that guessing from one network leaves
/// the others theirs, in the memory of one replica. An unknown id and a wrong secret are the same
/// here: how long either waits depends on what its network did before.
///
/// @param <K> names where they come from
public final class Failures<K> {
  /// A person who mistypes, or a program with a key that has ended, comes nowhere near it.
  static final int BURST = 50;

  static final Duration REFILL = Duration.ofMillis(200);

  /// Where that is used up, one is looked at after the other at this pace, so that it costs little
  /// and an honest neighbour of a flood is slow, and not shut out. With so many waiting, all of one
  /// network's are served well within the deadline of whoever relays them.
  static final Duration PACE = Duration.ofMillis(10);

  static final Duration LONGEST_WAIT = Duration.ofMillis(640);

  /// Each holds a thread of a pool of 200, which is there for the others too.
  static final int MOST_WAITING = 128;

  /// About 2 MB: the keys in use at one time.
  private static final int MOST_RIGHT = 10_000;

  /// Twice what an edge keeps a token for: a key in use is asked about before.
  private static final Duration RIGHT_FOR = Duration.ofMinutes(10);

  private final RateLimit<K> failures;
  private final Pacer<K> pacer;
  private final Pause pause;
  private final AtomicInteger waiting = new AtomicInteger();

  /// Who sends one of these is no guesser, whatever its neighbours do. A guess is never among them,
  /// so that it is not there tells a guesser nothing.
  private final Cache<Shown<K>, Boolean> right;

  Failures(InstantSource clock, Pause pause) {
    this.failures = new RateLimit<>(clock, BURST, REFILL);
    this.pacer = new Pacer<>(clock, PACE, LONGEST_WAIT);
    this.pause = pause;
    this.right = BoundedMemory.of(MOST_RIGHT, clock).expireAfterWrite(RIGHT_FOR).build();
  }

  /// Lets the time of a turn come.
  @FunctionalInterface
  interface Pause {
    void of(Duration wait) throws InterruptedException;
  }

  /// By what it is called in memory, and from where: a thief elsewhere does not change what it is
  /// at home.
  private record Shown<K>(K source, SecretDigest key) {}

  /// Whether a key is looked at, and how soon it was.
  public enum Turn {
    AT_ONCE,
    AFTER_A_WAIT,
    NONE
  }

  /// Returns when the key can be looked at, or says that there is no turn for it in time.
  public Turn await(K source, SecretDigest key) {
    return right.getIfPresent(new Shown<>(source, key)) != null || failures.hasLeft(source)
        ? Turn.AT_ONCE
        : paced(source);
  }

  /// It was what it should be.
  public void right(K source, SecretDigest key) {
    right.put(new Shown<>(source, key), true);
  }

  /// It was refused for what it is.
  public void wrong(K source, SecretDigest key) {
    right.invalidate(new Shown<>(source, key));
    var _ = failures.admits(source);
  }

  private Turn paced(K source) {
    try {
      Optional<Duration> turn =
          waiting.incrementAndGet() > MOST_WAITING ? Optional.empty() : pacer.take(source);
      if (turn.isEmpty()) {
        return Turn.NONE;
      }
      pause.of(turn.get());
      return Turn.AFTER_A_WAIT;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Turn.NONE;
    } finally {
      waiting.decrementAndGet();
    }
  }
}
