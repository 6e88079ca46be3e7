package dev.giftwarden.gift.webhook.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When a message that was not taken is sent again, and what a receiver has to say about it.
class BackoffTest {
  private static final Instant SINCE = Instant.parse("2026-12-03T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-12-03T10:15:30Z");

  private final Backoff backoff = new Backoff(new Random(1));

  private static Optional<Integer> status(String read) {
    return AnswerHead.in(read, false, NOW).map(Attempt.Answered::status);
  }

  private static Duration wish(String head) {
    return AnswerHead.in(head + "\r\n\r\n", false, NOW).orElseThrow().wish();
  }

  @Test
  @DisplayName("G8 pauses double from 5 s to 6 hours, for three days and no longer")
  void pauses() {
    Instant now = SINCE;
    List<Duration> pauses = new ArrayList<>();
    for (Optional<Instant> next = backoff.next(1, SINCE, now, Duration.ZERO);
        next.isPresent();
        next = backoff.next(pauses.size() + 1, SINCE, now, Duration.ZERO)) {
      pauses.add(Duration.between(now, next.get()));
      now = next.get();
    }
    assertThat(pauses.getFirst()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
    assertThat(pauses.get(4)).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(88));
    assertThat(pauses.getLast()).isBetween(Duration.ofHours(6), Duration.ofMinutes(6 * 66));
    assertThat(Duration.between(SINCE, now)).isBetween(Duration.ofHours(65), Duration.ofHours(72));
    assertThat(pauses).hasSizeBetween(20, 25);
    assertThat(backoff.next(Integer.MAX_VALUE, SINCE, SINCE, Duration.ZERO)).isPresent();
  }

  @Test
  @DisplayName("G8 of an answer the status counts, behind interim ones, whole and in pieces")
  void statusLines() {
    assertThat(status("HTTP/1.1 204 No Content\r\n")).contains(204);
    assertThat(status("HTTP/1.0 200\r\n")).contains(200);
    assertThat(status("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 500 \r\n"))
        .contains(500);
    for (String not :
        List.of(
            "",
            "HTTP/1.1 20",
            "HTTP/1.1 200",
            "HTTP/2 200\r\n",
            "SSH-2.0-OpenSSH\r\n",
            "HTTP/1.1 103 Early\r\nlink: x\r\n",
            "HTTP/1.1 99 x\r\n",
            "HTTP/1.1 600 x\r\n",
            "x HTTP/1.1 200 OK\r\n")) {
      assertThat(status(not)).as(not).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "G8 of an answer that says when, the head is waited for, or the end of the connection")
  void waitsForTheHead() {
    String begun = "HTTP/1.1 503 Busy\r\nretry-after: 9";
    assertThat(status(begun)).as("90, perhaps").isEmpty();
    assertThat(AnswerHead.in(begun, true, NOW).orElseThrow().wish())
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(status("HTTP/1.1 500 Ouch\r\nretry-after: 9"))
        .as("waited for no more")
        .contains(500);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 503 x\\r\\nRetry-After: 120 | PT2M",
        "HTTP/1.1 429 x\\r\\nretry-after:120 | PT2M",
        "HTTP/1.1 503 x\\r\\nRETRY-AFTER:\\t120 \\r\\nserver: x | PT2M",
        "HTTP/1.1 503 x\\nretry-after: 120\\n | PT2M",
        "HTTP/1.1 503 x\\r\\nretry-after: Thu, 03 Dec 2026 10:16:30 GMT | PT1M",
        "HTTP/1.1 503 x\\r\\nretry-after: 999999999 | PT277777H46M39S"
      })
  @DisplayName("G8 Retry-After of 429 and 503 is heard, in seconds and as a date:")
  void hears(String head, Duration wish) {
    assertThat(wish(plain(head))).isEqualTo(wish);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "HTTP/1.1 503 x",
        "HTTP/1.1 503 retry-after: 120",
        "HTTP/1.1 500 x\\r\\nretry-after: 120",
        "HTTP/1.1 301 x\\r\\nretry-after: 120",
        "HTTP/1.1 503 x\\r\\nx-retry-after: 120",
        "HTTP/1.1 503 x\\r\\nx: retry-after: 120",
        "HTTP/1.1 503 x\\r\\nretry-after:",
        "HTTP/1.1 503 x\\r\\nretry-after: -1",
        "HTTP/1.1 503 x\\r\\nretry-after: 1.5",
        "HTTP/1.1 503 x\\r\\nretry-after: 0x10",
        "HTTP/1.1 503 x\\r\\nretry-after: 120 s",
        "HTTP/1.1 503 x\\r\\nretry-after: 9999999999999999999999",
        "HTTP/1.1 503 x\\r\\nretry-after: soon",
        "HTTP/1.1 503 x\\r\\nretry-after: \u0661\u0662",
        "HTTP/1.1 503 x\\r\\nretry-after: Thu, 03 Dec 2026 10:14:30 GMT",
        "HTTP/1.1 503 x\\r\\nretry-after: Thu, 33 Dec 2026 10:16:30 GMT",
        "HTTP/1.1 503 x\\r\\nretry-after: 1\\r\\nretry-after: 120",
        "HTTP/1.1 503 x\\r\\n\\r\\nretry-after: 120",
        "HTTP/1.1 103 x\\r\\nretry-after: 120\\r\\n\\r\\nHTTP/1.1 503 x"
      })
  @DisplayName("G8 anything else is no wish, and the usual pause it is:")
  void ignores(String head) {
    assertThat(wish(plain(head))).isZero();
  }

  private static String plain(String escaped) {
    return escaped.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
  }

  @Test
  @DisplayName("G8 what a receiver wishes is never cut short, but at a day, and delays no less")
  void wishes() {
    for (int i = 0; i < 1000; i++) {
      assertThat(pause(1, Duration.ofMinutes(10)))
          .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    }
    assertThat(pause(1, Duration.ofSeconds(1))).isGreaterThanOrEqualTo(Backoff.FIRST);
    assertThat(pause(20, Duration.ofMinutes(1))).isGreaterThanOrEqualTo(Backoff.LONGEST);
    assertThat(pause(1, Duration.ofDays(10_000)))
        .isBetween(Duration.ofDays(1), Duration.ofHours(27));
    assertThat(pause(1, Duration.ofMillis(3))).isLessThan(Duration.ofSeconds(6));
  }

  private Duration pause(int attempts, Duration wish) {
    return Duration.between(NOW, backoff.next(attempts, NOW, NOW, wish).orElseThrow());
  }

  @Test
  @DisplayName("G8 whoever wishes beyond the three days is asked at their end, and then no more")
  void theEnd() {
    Instant end = SINCE.plus(Backoff.LIMIT);
    Instant late = end.minus(Duration.ofHours(1));
    assertThat(backoff.next(20, SINCE, late, Duration.ZERO)).isEmpty();
    assertThat(backoff.next(20, SINCE, late, Duration.ofHours(7))).isEmpty();
    assertThat(backoff.next(3, SINCE, late, Duration.ofHours(2))).contains(end);
    assertThat(backoff.next(3, SINCE, end, Duration.ofHours(2))).isEmpty();
    assertThat(backoff.next(3, SINCE, end.plusMillis(1), Duration.ofDays(9))).isEmpty();
  }
}
