package dev.giftwarden.gift.gift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TimingTest {
  private static final Instant NOW = Instant.parse("2026-12-03T10:15:30.000Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration MOMENT = Duration.ofMillis(1);

  @Test
  @DisplayName("G2 who says nothing sends at once, for 90 days")
  void usual() {
    assertThat(Timing.USUAL.term(NOW))
        .isEqualTo(Outcome.done(new Timing.Term(NOW, NOW.plus(Duration.ofDays(90)))));
  }

  @Test
  @DisplayName("G2 a gift that waits has its 90 days from when it is sent")
  void fromThen() {
    Instant then = NOW.plus(YEAR);

    assertThat(timing(then, null).term(NOW))
        .isEqualTo(Outcome.done(new Timing.Term(then, then.plus(Duration.ofDays(90)))));
  }

  static Stream<Arguments> terms() {
    Instant then = NOW.plus(Duration.ofDays(30));
    return Stream.of(
        row("sent the next moment", NOW.plus(MOMENT), null, null),
        row("sent in a year", NOW.plus(YEAR), null, null),
        row("sent now", NOW, null, Reason.SEND_AT_OUT_OF_RANGE),
        row("sent before", NOW.minus(DAY), null, Reason.SEND_AT_OUT_OF_RANGE),
        row("sent after a year", NOW.plus(YEAR).plus(MOMENT), null, Reason.SEND_AT_OUT_OF_RANGE),
        row("sent at the end of time", Instant.MAX, null, Reason.SEND_AT_OUT_OF_RANGE),
        row("for a day", null, NOW.plus(DAY), null),
        row("for a year", null, NOW.plus(YEAR), null),
        row(
            "for less than a day",
            null,
            NOW.plus(DAY).minus(MOMENT),
            Reason.EXPIRES_AT_OUT_OF_RANGE),
        row(
            "for more than a year",
            null,
            NOW.plus(YEAR).plus(MOMENT),
            Reason.EXPIRES_AT_OUT_OF_RANGE),
        row("over already", null, NOW.minus(DAY), Reason.EXPIRES_AT_OUT_OF_RANGE),
        row("over at the end of time", null, Instant.MAX, Reason.EXPIRES_AT_OUT_OF_RANGE),
        row("a day from then", then, then.plus(DAY), null),
        row("a year from then", then, then.plus(YEAR), null),
        row("over before then", then, NOW.plus(DAY), Reason.EXPIRES_AT_OUT_OF_RANGE),
        row("over when it is sent", then, then, Reason.EXPIRES_AT_OUT_OF_RANGE));
  }

  private static Arguments row(
      String what,
      @Nullable Instant sendAt,
      @Nullable Instant expiresAt,
      @Nullable Reason refusal) {
    return Arguments.of(what, timing(sendAt, expiresAt), Optional.ofNullable(refusal));
  }

  private static Timing timing(@Nullable Instant sendAt, @Nullable Instant expiresAt) {
    return new Timing(Optional.ofNullable(sendAt), Optional.ofNullable(expiresAt));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("G2 a gift is sent within a year, and can be claimed for a day to a year:")
  void terms(String what, Timing timing, Optional<Reason> refusal) {
    Outcome<Timing.Term> term = timing.term(NOW);

    assertThat(term instanceof Outcome.Refused<Timing.Term>(var reason, _) ? reason : null)
        .as(what)
        .isEqualTo(refusal.orElse(null));
  }
}
