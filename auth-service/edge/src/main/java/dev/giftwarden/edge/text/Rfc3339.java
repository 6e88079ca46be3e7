package dev.giftwarden.edge.text;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as the API writes them (UTC, always with milliseconds, such as `2026-11-22T15:04:05.000Z`)
/// and as it reads them: every `date-time` of RFC 3339, section 5.6, and nothing else.
public final class Rfc3339 {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern READ =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})"
              + "(?:\\.([0-9]++))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");

  private static final String WANTED = "a time of RFC 3339, such as 2026-11-22T15:04:05.000Z";

  private static final int NANO_DIGITS = 9;
  private static final int LAST_NANO = 999_999_999;
  private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

  /// When the IERS lets minutes have 61 seconds.
  private static final Set<MonthDay> LEAP_DAYS = Set.of(MonthDay.of(6, 30), MonthDay.of(12, 31));

  private Rfc3339() {}

  public static String text(Instant time) {
    return FORM.format(time);
  }

  /// Any number of digits behind the second, small letters, every offset up to a day, `-00:00`. A
  /// leap second (`23:59:60`, in UTC at the end of June or December) is read as the midnight behind
  /// it, with which it is one second for every clock here.
  ///
  /// @throws InvalidValue for text that is no such time, or one outside the years 0 to 9999 of UTC
  public static Instant parse(String text) {
    Matcher found = READ.matcher(text);
    if (!found.matches()) {
      throw new InvalidValue(WANTED);
    }
    try {
      return inRange(read(found));
    } catch (DateTimeException _) {
      throw new InvalidValue(WANTED);
    }
  }

  private static Instant read(Matcher found) {
    int second = number(found, 6);
    boolean leaps = second == 60;
    LocalDateTime local =
        LocalDateTime.of(
            number(found, 1),
            number(found, 2),
            number(found, 3),
            number(found, 4),
            number(found, 5),
            leaps ? 59 : second,
            leaps ? 0 : nanos(Optional.ofNullable(found.group(7)).orElse("")));
    Instant time = local.toInstant(ZoneOffset.UTC).minusSeconds(offsetSeconds(found));
    return leaps ? afterLeap(time.atOffset(ZoneOffset.UTC)) : time;
  }

  private static Instant afterLeap(OffsetDateTime last) {
    if (!last.toLocalTime().equals(LAST_SECOND) || !LEAP_DAYS.contains(MonthDay.from(last))) {
      throw new InvalidValue("a leap second where there can be one");
    }
    return last.plusSeconds(1).toInstant();
  }

  /// What is finer than a nanosecond counts as one more, so that no time falls together with one
  /// that it is after.
  private static int nanos(String fraction) {
    String digits = fraction.substring(0, Math.min(fraction.length(), NANO_DIGITS));
    int nanos = digits.isEmpty() ? 0 : Integer.parseInt(digits + "0".repeat(9 - digits.length()));
    boolean finer = fraction.chars().skip(NANO_DIGITS).anyMatch(digit -> digit != '0');
    return finer ? Math.min(nanos + 1, LAST_NANO) : nanos;
  }

  private static long offsetSeconds(Matcher found) {
    if (found.group(8) == null) {
      return 0;
    }
    LocalTime offset = LocalTime.of(number(found, 9), number(found, 10));
    return found.group(8).equals("-") ? -offset.toSecondOfDay() : offset.toSecondOfDay();
  }

  private static Instant inRange(Instant time) {
    int year = time.atOffset(ZoneOffset.UTC).getYear();
    if (year < 0 || year > 9999) {
      throw new InvalidValue(WANTED);
    }
    return time;
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }
}
