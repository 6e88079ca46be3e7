package dev.giftwarden.audit.client.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.Golden;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
  private static final RecordedEvent EVENT =
      new RecordedEvent(
          "gift",
          AuditEvent.of("key:4fKq", "gift.send")
              .account("acme")
              .environment("live")
              .refused(Instant.ofEpochMilli(1764000000000L), "budget-exhausted"));

  @DisplayName("A2 event bytes, entry and leaf hash are those made outside Java")
  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void encodesLikeTheVectors(String name, RecordedEvent event, JsonNode row) {
    LogEntry entry = LogEntry.of(Golden.bytes(row, "salt"), event);

    assertThat(EventCodec.encode(event)).isEqualTo(Golden.bytes(row, "bytes"));
    assertThat(EventCodec.decode(Golden.bytes(row, "bytes"))).isEqualTo(event);
    assertThat(entry.bytes()).isEqualTo(Golden.bytes(row, "entry"));
    assertThat(entry.leafHash().bytes()).isEqualTo(Golden.bytes(row, "leaf"));
  }

  @DisplayName("A2 one flipped bit of an event's bytes is refused or is another event")
  @Test
  void noTwoEncodingsOfOneEvent() {
    byte[] good = EventCodec.encode(EVENT);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(EventCodec.decode(bad)).isNotEqualTo(EVENT);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageNotContaining("acme");
      }
    }
  }

  @Test
  void refusesBytesCutShortAndBytesAdded() {
    byte[] good = EventCodec.encode(EVENT);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatIllegalArgumentException().isThrownBy(() -> EventCodec.decode(cut));
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> EventCodec.decode(longer));
  }

  @Test
  void refusesAlengthThatWouldTakeMemory() {
    byte[] huge = EventCodec.encode(EVENT);
    ByteBuffer.wrap(huge).putInt(0, Integer.MAX_VALUE);
    assertThatIllegalArgumentException().isThrownBy(() -> EventCodec.decode(huge));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.decode(new byte[EventCodec.MAX_BYTES + 1]));
  }

  @DisplayName("A2 an entry opens only to its own event under its own salt")
  @Test
  void opensOnlyToItsOwn() {
    byte[] salt = new byte[LogEntry.SALT_LENGTH];
    byte[] otherSalt = salt.clone();
    otherSalt[31] = 1;
    LogEntry entry = LogEntry.of(salt, EVENT);

    assertThat(entry.opensTo(salt, EVENT)).isTrue();
    assertThat(entry.opensTo(otherSalt, EVENT)).isFalse();
    assertThat(entry.opensTo(salt, new RecordedEvent("auth", EVENT.event()))).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refusesAnEntry(String reason, byte[] bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> LogEntry.parse(bytes));
  }

  static Stream<Arguments> refusesAnEntry() {
    byte[] good = LogEntry.of(new byte[32], EVENT).bytes();
    byte[] version = good.clone();
    version[0] = 2;
    byte[] time = good.clone();
    time[1] = (byte) 0x80;
    return Stream.of(
        Arguments.of("a byte short", Arrays.copyOf(good, 40)),
        Arguments.of("a byte long", Arrays.copyOf(good, 42)),
        Arguments.of("of another version", version),
        Arguments.of("with a time beyond 63 bits", time));
  }

  static Stream<Arguments> vectors() {
    return Golden.rows("events")
        .map(row -> Arguments.of(row.get("name").textValue(), event(row.get("event")), row));
  }

  private static RecordedEvent event(JsonNode e) {
    return new RecordedEvent(
        text(e, "source"),
        new AuditEvent(
            UUID.fromString(text(e, "id")),
            Instant.ofEpochMilli(e.get("time").longValue()),
            text(e, "account"),
            text(e, "sub_account"),
            text(e, "environment"),
            text(e, "actor"),
            text(e, "action"),
            text(e, "target"),
            Outcome.parse(text(e, "outcome")),
            text(e, "reason"),
            text(e, "source_address"),
            text(e, "certificate_serial"),
            text(e, "key_id"),
            text(e, "api_version"),
            text(e, "request_id"),
            e.get("count").longValue()));
  }

  private static String text(JsonNode e, String field) {
    return e.get(field).textValue();
  }
}
