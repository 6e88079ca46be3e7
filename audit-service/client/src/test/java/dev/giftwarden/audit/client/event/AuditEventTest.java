package dev.giftwarden.audit.client.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventTest {
  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00.123456Z");

  @Test
  void isKeptToTheMillisecond() {
    assertThat(AuditEvent.of("anonymous", "token.issue").succeeded(NOON).time())
        .isEqualTo(Instant.parse("2026-12-01T12:00:00.123Z"));
  }

  @DisplayName("A1 a stranger's odd bytes do not keep a refusal out of the log")
  @Test
  void draftsReplaceWhatCannotBeRecorded() {
    AuditEvent event =
        AuditEvent.of("anonymous", "gift.read")
            .target("a\u0000b\nc\uD800d\u001B[2J")
            .keyId("€".repeat(1000))
            .refused(NOON, "key-invalid");

    assertThat(event.target()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFD[2J");
    assertThat(event.keyId()).endsWith("€…");
    assertThat(event.keyId().getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(AuditEvent.MAX_TEXT_BYTES - 2, AuditEvent.MAX_TEXT_BYTES);
  }

  @Test
  void draftsKeepWhatCanBeRecorded() {
    String longest = "€".repeat(170) + "ab";
    assertThat(AuditEvent.of("a", "b").target(longest).succeeded(NOON).target()).isEqualTo(longest);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refuses(
      String reason, String actor, String environment, Outcome outcome, String why, long n) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new AuditEvent(
                UUID.randomUUID(),
                NOON,
                "",
                "",
                environment,
                actor,
                "gift.send",
                "",
                outcome,
                why,
                "",
                "",
                "",
                "",
                "",
                n));
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        Arguments.of("no actor", "", "live", Outcome.SUCCESS, "", 1),
        Arguments.of("a third environment", "a", "prod", Outcome.SUCCESS, "", 1),
        Arguments.of("a refusal without reason", "a", "live", Outcome.REFUSED, "", 1),
        Arguments.of("a success with a reason", "a", "live", Outcome.SUCCESS, "why", 1),
        Arguments.of("a count of nothing", "a", "live", Outcome.SUCCESS, "", 0),
        Arguments.of("a line feed", "a\nb", "live", Outcome.SUCCESS, "", 1),
        Arguments.of("a broken character", "a\uDC00", "live", Outcome.SUCCESS, "", 1),
        Arguments.of("a text too long", "a".repeat(513), "live", Outcome.SUCCESS, "", 1));
  }

  @Test
  void refusesTimesBefore1970() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuditEvent.of("a", "b").succeeded(Instant.ofEpochMilli(-1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Gift", "gift/../auth", "gift\n"})
  void refusesSources(String source) {
    AuditEvent event = AuditEvent.of("a", "b").succeeded(NOON);
    assertThatIllegalArgumentException().isThrownBy(() -> new RecordedEvent(source, event));
  }
}
