package dev.giftwarden.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private Instant now = Instant.parse("2026-12-01T00:00:00Z");
  private Duration work = Duration.ZERO;
  private final Patience patience = new Patience(() -> now, () -> work);

  private void pass(Duration time, Duration working) {
    now = now.plus(time);
    work = work.plus(working);
  }

  @Test
  @DisplayName("a process that works is waited for, however little a busy machine lets it")
  void waitsForAWorker() {
    for (int spell = 0; spell < 10; spell++) {
      pass(Patience.SPELL, Patience.LEAST_WORK);
      assertThat(patience.isOver()).isFalse();
    }
  }

  @Test
  @DisplayName("one that waits for what never comes is given up after a spell")
  void givesUpTheIdle() {
    pass(Patience.SPELL.minusSeconds(1), Duration.ZERO);
    assertThat(patience.isOver()).isFalse();
    pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThat(patience.isOver()).isTrue();
  }

  @Test
  @DisplayName("what it did in an earlier spell does not count")
  void forgetsEarlierWork() {
    pass(Patience.SPELL, Duration.ofSeconds(30));
    assertThat(patience.isOver()).isFalse();
    pass(Patience.SPELL, Duration.ofSeconds(1));
    assertThat(patience.isOver()).isTrue();
  }
}
