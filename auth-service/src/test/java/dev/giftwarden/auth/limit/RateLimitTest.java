package dev.giftwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A rate limit for each name")
class RateLimitTest {
  private Instant now = Instant.parse("2026-12-01T00:00:00Z");
  private final RateLimit<String> limit = new RateLimit<>(() -> now, 3, Duration.ofSeconds(2));

  @Test
  @DisplayName("admits the burst, refuses the next, and admits one more after each refill")
  void admitsBurstThenRefill() {
    for (int i = 0; i < 3; i++) {
      assertThat(limit.admits("a")).isTrue();
    }
    assertThat(limit.admits("a")).isFalse();
    now = now.plusSeconds(2);
    assertThat(limit.admits("a")).isTrue();
    assertThat(limit.admits("a")).isFalse();
  }

  @Test
  @DisplayName("whoever never rests gets the burst and what was refilled since, and no more")
  void neverRests() {
    var fast = new RateLimit<String>(() -> now, 200, Duration.ofMillis(5));
    int admitted = 0;
    for (int millis = 0; millis < 10_000; millis++) {
      admitted += fast.admits("a") ? 1 : 0;
      now = now.plusMillis(1);
    }
    assertThat(admitted).isBetween(200 + 1_990, 200 + 2_000);
  }

  @Test
  @DisplayName("one name's flood costs another nothing")
  void keepsNamesApart() {
    for (int i = 0; i < 100; i++) {
      var _ = limit.admits("flood");
    }
    assertThat(limit.admits("b")).isTrue();
  }

  @Test
  @DisplayName("a clock that is set back gives nobody more")
  void clockSetBackGivesNothing() {
    for (int i = 0; i < 3; i++) {
      var _ = limit.admits("a");
    }
    now = now.minusSeconds(3600);
    assertThat(limit.admits("a")).isFalse();
  }
}
