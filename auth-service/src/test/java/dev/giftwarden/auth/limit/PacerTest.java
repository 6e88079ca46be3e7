package dev.giftwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Turns for each name")
class PacerTest {
  private Instant now = Instant.parse("2026-12-01T00:00:00Z");
  private final Pacer<String> pacer =
      new Pacer<>(() -> now, Duration.ofMillis(10), Duration.ofMillis(30));

  @Test
  @DisplayName("come one after another, and none to whoever would wait too long")
  void oneAfterAnother() {
    assertThat(pacer.take("a")).contains(Duration.ZERO);
    assertThat(pacer.take("a")).contains(Duration.ofMillis(10));
    assertThat(pacer.take("a")).contains(Duration.ofMillis(20));
    assertThat(pacer.take("a")).contains(Duration.ofMillis(30));
    assertThat(pacer.take("a")).isEmpty();
    assertThat(pacer.take("a")).isEmpty();
    assertThat(pacer.take("b")).contains(Duration.ZERO);

    now = now.plusMillis(10);
    assertThat(pacer.take("a")).contains(Duration.ofMillis(30));
    assertThat(pacer.take("a")).isEmpty();
  }

  @Test
  @DisplayName("come at once after a rest")
  void atOnceAfterARest() {
    for (int i = 0; i < 100; i++) {
      var _ = pacer.take("a");
    }
    now = now.plusMillis(40);
    assertThat(pacer.take("a")).contains(Duration.ZERO);
  }
}
