package dev.giftwarden.auth.client.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("K18 what a key can spend")
class SpendLimitTest {
  private static final SpendLimit LIMIT = limit(100, "USD", SpendPeriod.DAY, 50L);

  @ParameterizedTest(name = "{0} at {1} began {2} and ends {3}")
  @CsvSource({
    "DAY, 2026-11-30T23:59:59.999999999Z, 2026-11-30T00:00:00Z, 2026-12-01T00:00:00Z",
    "DAY, 2026-12-01T00:00:00Z, 2026-12-01T00:00:00Z, 2026-12-02T00:00:00Z",
    "WEEK, 2026-11-29T23:59:59Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
    "WEEK, 2026-11-30T00:00:00Z, 2026-11-30T00:00:00Z, 2026-12-07T00:00:00Z",
    "WEEK, 2027-01-01T12:00:00Z, 2026-12-28T00:00:00Z, 2027-01-04T00:00:00Z",
    "MONTH, 2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "MONTH, 2028-02-29T00:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
    "ONCE, 2026-12-31T23:59:59Z, 1970-01-01T00:00:00Z, ",
  })
  @DisplayName("K18 periods are those of UTC, and a week begins on Monday")
  void periods(SpendPeriod period, Instant at, Instant start, @Nullable Instant end) {
    assertThat(period.startOf(at)).isEqualTo(start);
    assertThat(period.endOf(at)).isEqualTo(Optional.ofNullable(end));
    assertThat(period.startOf(start)).isEqualTo(start);
  }

  /// By effect: hour by hour of four years, whatever lies in one of `other` lies in one of
  /// `period`.
  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("K7 K18 a period covers another exactly if each of those lies in one of it")
  void covers(SpendPeriod period) {
    for (var other : SpendPeriod.values()) {
      boolean lies =
          Stream.iterate(
                  Instant.parse("2026-01-01T00:00:00Z"),
                  Instant.parse("2030-01-01T00:00:00Z")::isAfter,
                  at -> at.plus(Duration.ofHours(1)))
              .allMatch(at -> period.startOf(at).equals(period.startOf(other.startOf(at))));
      // The one that never ends lies in none that does, whatever began at the epoch.
      boolean expected = other == SpendPeriod.ONCE ? period == SpendPeriod.ONCE : lies;
      assertThat(period.covers(other)).as("%s covers %s", period, other).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "{0} {1} {2} per gift {3}: {4}")
  @CsvSource({
    "100, USD, DAY, 50, true",
    "1, USD, DAY, , true",
    "50, USD, DAY, , true",
    "100, USD, WEEK, 50, true",
    "100, USD, MONTH, 50, true",
    "100, USD, ONCE, 50, true",
    "101, USD, DAY, 50, false",
    "100, USD, DAY, 51, false",
    "100, USD, DAY, , false",
    "51, USD, DAY, , false",
    "100, EUR, DAY, 50, false",
    "101, USD, ONCE, 50, false",
  })
  @DisplayName("K7 K18 a limit is within another that lets as much through and no less")
  void within(
      long amount, String currency, SpendPeriod period, @Nullable Long perGift, boolean within) {
    assertThat(limit(amount, currency, period, perGift).isWithin(LIMIT)).isEqualTo(within);
  }

  @Test
  @DisplayName("K7 K18 a day's limit is within no longer period's")
  void shorterIsLooser() {
    for (var longer : new SpendPeriod[] {SpendPeriod.WEEK, SpendPeriod.MONTH, SpendPeriod.ONCE}) {
      assertThat(LIMIT.isWithin(limit(100, "USD", longer, 50L))).as(longer.text()).isFalse();
    }
  }

  @Test
  @DisplayName("K18 a gift costs at most what a period does")
  void perGift() {
    assertThat(limit(100, "USD", SpendPeriod.DAY, null).mostPerGift()).isEqualTo(100);
    assertThat(limit(100, "USD", SpendPeriod.DAY, 100L).mostPerGift()).isEqualTo(100);
    assertThatThrownBy(() -> limit(100, "USD", SpendPeriod.DAY, 101L))
        .isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(strings = {"", "Day", "DAY", "year", "hour", "weekly"})
  @DisplayName("K18 is no period:")
  void refusesPeriods(String text) {
    assertThatThrownBy(() -> SpendPeriod.of(text)).isInstanceOf(InvalidValue.class);
  }

  private static SpendLimit limit(
      long amount, String currency, SpendPeriod period, @Nullable Long perGift) {
    return new SpendLimit(
        new MinorUnits(amount),
        CurrencyCode.of(currency),
        period,
        perGift == null ? null : new MinorUnits(perGift));
  }
}
