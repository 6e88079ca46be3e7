package dev.giftwarden.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// How long a process is waited for: as long as it gets somewhere. A busy machine gives it little
/// of a processor, and whatever it is given it uses; one that waits for what never comes uses next
/// to nothing.
public final class Patience {
  /// Three cold services on a machine with two busy cores take half a minute.
  static final Duration SPELL = Duration.ofMinutes(3);

  /// An idle service takes less than a second in three minutes; one that starts, on a core that it
  /// shares with thirty others, six.
  static final Duration LEAST_WORK = Duration.ofSeconds(4);

  private final InstantSource clock;
  private final Supplier<Duration> work;
  private Instant spellEnd;
  private Duration workBefore;

  /// @param work what the process has had of a processor
  Patience(InstantSource clock, Supplier<Duration> work) {
    this.clock = clock;
    this.work = work;
    this.spellEnd = clock.instant().plus(SPELL);
    this.workBefore = work.get();
  }

  public static Patience with(ProcessHandle process, InstantSource clock) {
    return new Patience(clock, () -> process.info().totalCpuDuration().orElse(Duration.ZERO));
  }

  /// Whether a whole spell has passed in which it did not get anywhere.
  public boolean isOver() {
    if (clock.instant().isBefore(spellEnd)) {
      return false;
    }
    Duration now = work.get();
    boolean idle = now.minus(workBefore).compareTo(LEAST_WORK) < 0;
    workBefore = now;
    spellEnd = clock.instant().plus(SPELL);
    return idle;
  }
}
