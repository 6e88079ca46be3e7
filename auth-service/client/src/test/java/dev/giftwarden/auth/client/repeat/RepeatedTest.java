package dev.giftwarden.auth.client.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Work is done until the process ends, whatever happens to it, and then once more.
class RepeatedTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);

  private final BlockingQueue<Boolean> done = new LinkedBlockingQueue<>();

  private boolean next() throws InterruptedException {
    return Objects.requireNonNull(done.poll(20, TimeUnit.SECONDS), "not done");
  }

  @Test
  void isDoneAgainAfterThePauseThatItAsksFor() throws InterruptedException {
    try (var _ = Repeated.start("test", Duration.ZERO, last -> noted(last, SOON))) {
      assertThat(List.of(next(), next(), next())).containsExactly(false, false, false);
    }
  }

  @Test
  void isDoneAgainWhereItHasThrown() throws InterruptedException {
    try (var _ =
        Repeated.start(
            "test",
            SOON,
            last -> {
              done.add(last);
              throw new IllegalStateException("the database is away");
            })) {
      assertThat(List.of(next(), next())).containsExactly(false, false);
    }
  }

  @Test
  void isDoneForTheLastTimeWhenItIsClosedHoweverLongThePause() {
    var repeated = Repeated.start("test", NEVER, last -> noted(last, NEVER));
    assertThat(done).isEmpty();
    assertThat(repeated.isClosing()).isFalse();
    repeated.close();
    repeated.close();
    assertThat(repeated.isClosing()).isTrue();
    var all = new ArrayList<Boolean>();
    done.drainTo(all);
    assertThat(all).containsExactly(true);
  }

  private Duration noted(boolean last, Duration pause) {
    done.add(last);
    return pause;
  }
}
