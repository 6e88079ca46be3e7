package dev.giftwarden.edge.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
  private Instant now = Instant.parse("2026-11-29T12:00:00Z");
  private final LogBudget budget = new LogBudget(() -> now);

  @Test
  @DisplayName("Z12 a logger writes 20 records in a second, another one too, and again in the next")
  void records() {
    assertThat(written("a", false, 20)).isEqualTo(20);
    assertThat(written("a", false, 30)).isZero();
    assertThat(written("b", false, 1)).isEqualTo(1);
    now = now.plusSeconds(1);
    assertThat(budget.spend("a", false)).isEqualTo(new LogBudget.Decision(true, 30));
    assertThat(budget.spend("a", false)).isEqualTo(new LogBudget.Decision(true, 0));
  }

  @Test
  @DisplayName("Z12 of those, two have a stack trace")
  void traces() {
    assertThat(written("a", true, 2)).isEqualTo(2);
    assertThat(written("a", true, 5)).isZero();
    assertThat(budget.spend("a", false)).isEqualTo(new LogBudget.Decision(true, 5));
    now = now.plusSeconds(1);
    assertThat(written("a", true, 1)).isEqualTo(1);
  }

  @Test
  @DisplayName("Z12 thousands of loggers have no more than a thousand, and one that they share")
  void loggers() {
    long written =
        IntStream.range(0, 2_000).mapToLong(i -> written("logger " + i, false, 20)).sum();
    assertThat(written).isEqualTo((1_000 + 1) * 20);
  }

  private long written(String logger, boolean trace, int tries) {
    return IntStream.range(0, tries).filter(_ -> budget.spend(logger, trace).written()).count();
  }
}
