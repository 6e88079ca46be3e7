package dev.giftwarden.auth.client.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How long a key has to make do with its [SpendLimit] before there is as much again. Days are
/// those of UTC, so that a period begins for everybody at once and no clock change makes one
/// longer.
@Schema(
    description =
        "When there is as much again: a day, week (from Monday) or month of UTC, or never (once)")
public enum SpendPeriod {
  ONCE,
  DAY,
  WEEK,
  MONTH;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws InvalidValue that names those there are
  @JsonCreator
  public static SpendPeriod of(String text) {
    return Arrays.stream(values())
        .filter(period -> period.text().equals(text))
        .findAny()
        .orElseThrow(() -> new InvalidValue("once, day, week or month"));
  }

  /// When the period began that `moment` is in; the one that never ends, with the epoch.
  public Instant startOf(Instant moment) {
    LocalDate day = moment.atZone(ZoneOffset.UTC).toLocalDate();
    return switch (this) {
      case ONCE -> Instant.EPOCH;
      case DAY -> midnight(day);
      case WEEK -> midnight(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case MONTH -> midnight(day.withDayOfMonth(1));
    };
  }

  /// When the period ends that `moment` is in; that moment is in the next one. Empty: never.
  public Optional<Instant> endOf(Instant moment) {
    LocalDate first = startOf(moment).atZone(ZoneOffset.UTC).toLocalDate();
    return switch (this) {
      case ONCE -> Optional.empty();
      case DAY -> Optional.of(midnight(first.plusDays(1)));
      case WEEK -> Optional.of(midnight(first.plusWeeks(1)));
      case MONTH -> Optional.of(midnight(first.plusMonths(1)));
    };
  }

  /// Whether each of `other` lies in one of this, so that what may be spent in one of this is the
  /// most that can be spent in one of `other`. A week may lie in two months: neither covers the
  /// other.
  public boolean covers(SpendPeriod other) {
    return switch (this) {
      case ONCE -> true;
      case WEEK, MONTH -> other == this || other == DAY;
      case DAY -> other == DAY;
    };
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
