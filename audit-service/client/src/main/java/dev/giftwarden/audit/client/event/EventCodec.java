package dev.giftwarden.audit.client.event;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/// The bytes an entry of the log commits to: the tag and the 17 fields below, in this order, each
/// behind its length as a big-endian u32. Numbers are big-endian u64, texts UTF-8, the id its 16
/// bytes.
///
/// One fact has one encoding: [#decode] refuses whatever [#encode] would not have made. The golden
/// vectors in `src/test/python` were made without this class.
public final class EventCodec {
  private static final String TAG = "giftwarden/event/v1";

  /// Tag, id, two numbers, 14 texts at their longest, and a length before each.
  public static final int MAX_BYTES =
      TAG.length() + 16 + 2 * Long.BYTES + 14 * AuditEvent.MAX_TEXT_BYTES + 18 * Integer.BYTES;

  private EventCodec() {}

  public static byte[] encode(RecordedEvent recorded) {
    AuditEvent event = recorded.event();
    return new Writer()
        .text(TAG)
        .id(event.id())
        .text(recorded.source())
        .number(event.time().toEpochMilli())
        .text(event.account())
        .text(event.subAccount())
        .text(event.environment())
        .text(event.actor())
        .text(event.action())
        .text(event.target())
        .text(event.outcome().text())
        .text(event.reason())
        .text(event.sourceAddress())
        .text(event.certificateSerial())
        .text(event.keyId())
        .text(event.apiVersion())
        .text(event.requestId())
        .number(event.count())
        .bytes();
  }

  /// The event that `bytes` are.
  ///
  /// @throws IllegalArgumentException for anything but the one encoding of a valid event
  public static RecordedEvent decode(byte[] bytes) {
    Reader in = new Reader(bytes);
    check(in.text().equals(TAG), "not an event of version 1");
    UUID id = in.id();
    String source = in.text();
    AuditEvent event =
        new AuditEvent(
            id,
            Instant.ofEpochMilli(in.number()),
            in.text(),
            in.text(),
            in.text(),
            in.text(),
            in.text(),
            in.text(),
            Outcome.parse(in.text()),
            in.text(),
            in.text(),
            in.text(),
            in.text(),
            in.text(),
            in.text(),
            in.number());
    RecordedEvent recorded = new RecordedEvent(source, event);
    check(Arrays.equals(bytes, encode(recorded)), "not the one encoding of its event");
    return recorded;
  }

  private static void check(boolean valid, String problem) {
    if (!valid) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    Writer text(String text) {
      return field(text.getBytes(StandardCharsets.UTF_8));
    }

    Writer id(UUID id) {
      return field(
          ByteBuffer.allocate(16)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array());
    }

    Writer number(long number) {
      return field(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private Writer field(byte[] value) {
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
      out.writeBytes(value);
      return this;
    }
  }

  private static final class Reader {
    private final ByteBuffer in;

    Reader(byte[] bytes) {
      check(bytes.length <= MAX_BYTES, "longer than an event can be");
      in = ByteBuffer.wrap(bytes);
    }

    String text() {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(field()).toString();
      } catch (CharacterCodingException broken) {
        throw new IllegalArgumentException("a text is not UTF-8", broken);
      }
    }

    UUID id() {
      ByteBuffer value = field(16);
      return new UUID(value.getLong(), value.getLong());
    }

    /// Negative for what does not fit into 63 bits; the event's constructor refuses it.
    long number() {
      return field(Long.BYTES).getLong();
    }

    private ByteBuffer field(int length) {
      ByteBuffer value = field();
      check(value.remaining() == length, "a field has the wrong length");
      return value;
    }

    private ByteBuffer field() {
      check(in.remaining() >= Integer.BYTES, "ends before its last field");
      int length = in.getInt();
      check(length >= 0 && length <= in.remaining(), "ends before its last field");
      ByteBuffer value = in.slice(in.position(), length);
      in.position(in.position() + length);
      return value;
    }
  }
}
