package dev.giftwarden.gift.webhook.send;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What counts of an answer: the status in its first line (RFC 9112, section 4), and of one that
/// says "later" (429, 503), when (RFC 9110, section 10.2.3).
final class AnswerHead {

  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: [^\\r\\n]*)?\\r?\\n");
  private static final Pattern END = Pattern.compile("\\r?\\n\\r?\\n");
  private static final Pattern RETRY_AFTER =
      Pattern.compile("(?imd)^retry-after:[ \\t]*([^\\r\\n]*?)[ \\t]*\\r?$");

  /// More digits are no wish, but a slip or an attempt at an overflow.
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private AnswerHead() {}

  /// Of the answer that `read` begins with, behind the interim ones (1xx).
  ///
  /// @param whole whether nothing more will come
  /// @param now what a date in it is counted from
  /// @return empty: not known yet
  static Optional<Attempt.Answered> in(CharSequence read, boolean whole, Instant now) {
    String rest = read.toString();
    while (true) {
      Matcher line = STATUS.matcher(rest);
      if (!line.lookingAt()) {
        return Optional.empty();
      }
      int status = Integer.parseInt(line.group(1));
      Matcher end = END.matcher(rest);
      boolean ended = end.find();
      if (status >= 200) {
        return ended || whole || !saysWhen(status)
            ? Optional.of(answered(status, ended ? rest.substring(0, end.start()) : rest, now))
            : Optional.empty();
      }
      if (!ended) {
        return Optional.empty();
      }
      rest = rest.substring(end.end());
    }
  }

  private static boolean saysWhen(int status) {
    return status == 429 || status == 503;
  }

  private static Attempt.Answered answered(int status, String head, Instant now) {
    return new Attempt.Answered(status, saysWhen(status) ? pause(head, now) : Optional.empty());
  }

  /// Two such lines contradict each other, and are none.
  private static Optional<Duration> pause(String head, Instant now) {
    Matcher line = RETRY_AFTER.matcher(head);
    if (!line.find()) {
      return Optional.empty();
    }
    String value = line.group(1);
    return line.find() ? Optional.empty() : pauseOf(value, now);
  }

  private static Optional<Duration> pauseOf(String value, Instant now) {
    if (SECONDS.matcher(value).matches()) {
      return Optional.of(Duration.ofSeconds(Integer.parseInt(value)));
    }
    try {
      Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, at)).filter(pause -> !pause.isNegative());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
