package dev.giftwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.memory.SecretDigest;
import dev.giftwarden.auth.limit.Failures.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("E5 guessing at keys")
class FailuresTest {
  private static final String HERE = "203.0.113.0/24";
  private static final String ELSEWHERE = "198.51.100.0/24";
  private static final SecretDigest GUESS = SecretDigest.of("a guess");
  private static final SecretDigest GOOD = SecretDigest.of("a good key");

  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.parse("2026-12-01T00:00:00Z");
  private final Failures<String> failures = new Failures<>(() -> now, pauses::add);

  private void guess(int times) {
    for (int i = 0; i < times; i++) {
      failures.wrong(HERE, GUESS);
    }
  }

  @BeforeEach
  void free() {
    for (int i = 0; i < Failures.BURST; i++) {
      assertThat(failures.await(HERE, GUESS)).isEqualTo(Turn.AT_ONCE);
      failures.wrong(HERE, GUESS);
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  @DisplayName("E5 has its turns beyond the fiftieth, 100 a second, and none beyond 640 ms")
  void turns() {
    for (int i = 0; i <= 64; i++) {
      assertThat(failures.await(HERE, GUESS)).isEqualTo(Turn.AFTER_A_WAIT);
      assertThat(pauses.getLast()).isEqualTo(Duration.ofMillis(10L * i));
    }
    assertThat(failures.await(HERE, GUESS)).isEqualTo(Turn.NONE);
    assertThat(pauses).hasSize(65);
  }

  @Test
  @DisplayName("E5 is nothing to another network")
  void elsewhere() {
    guess(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(failures.await(ELSEWHERE, GUESS)).isEqualTo(Turn.AT_ONCE);
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  @DisplayName("E5 does not hold up a key that was right, from where it was, for ten minutes")
  void right() {
    failures.right(HERE, GOOD);
    for (int i = 0; i < 1000; i++) {
      guess(1);
      var _ = failures.await(HERE, GUESS);
      assertThat(failures.await(HERE, GOOD)).isEqualTo(Turn.AT_ONCE);
    }
    failures.wrong(ELSEWHERE, GOOD);
    assertThat(failures.await(HERE, GOOD)).as("a thief elsewhere").isEqualTo(Turn.AT_ONCE);
    now = now.plus(Duration.ofMinutes(10)).plusMillis(1);
    guess(Failures.BURST);
    assertThat(failures.await(HERE, GOOD)).isEqualTo(Turn.AFTER_A_WAIT);
  }

  @Test
  @DisplayName("E5 has its turns again with a key that is right no longer")
  void noLonger() {
    failures.right(HERE, GOOD);
    failures.wrong(HERE, GOOD);
    assertThat(failures.await(HERE, GOOD)).isEqualTo(Turn.AFTER_A_WAIT);
  }

  @Test
  @DisplayName("E5 is forgiven at five a second, and whoever rests ten seconds has fifty again")
  void forgiven() {
    now = now.plus(Failures.REFILL);
    assertThat(failures.await(HERE, GUESS)).isEqualTo(Turn.AT_ONCE);
    guess(1);
    assertThat(failures.await(HERE, GUESS)).isEqualTo(Turn.AFTER_A_WAIT);
    now = now.plus(Failures.REFILL.multipliedBy(Failures.BURST));
    for (int i = 0; i < Failures.BURST; i++) {
      assertThat(failures.await(HERE, GUESS)).isEqualTo(Turn.AT_ONCE);
      guess(1);
    }
    assertThat(failures.await(HERE, GUESS)).isEqualTo(Turn.AFTER_A_WAIT);
  }

  @Test
  @DisplayName("E5 from more networks than are told apart holds no more memory, and slows nobody")
  void many() {
    for (int i = 0; i < 50_000; i++) {
      failures.wrong("network " + i, SecretDigest.of("guess " + i));
      failures.right("network " + i, SecretDigest.of("key " + i));
    }
    assertThat(failures.await("network 49999", GUESS)).isEqualTo(Turn.AT_ONCE);
  }
}
