package dev.giftwarden.audit.append;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.Outcome;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.v1.OldEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/// What a service wrote before its upgrade, or still writes because audit was upgraded first: it
/// must arrive, whichever goes first. To be taken out with the version after this one.
final class OldForm {
  private static final int ID_LENGTH = 16;

  private OldForm() {}

  /// No message of protobuf begins with 0, and the bytes of an event always do.
  static boolean isOne(ByteString sent) {
    return sent.isEmpty() || sent.byteAt(0) != 0;
  }

  /// The event a service reported.
  ///
  /// @param source whose certificate is on the connection
  /// @throws IllegalArgumentException if it is no valid event; says what, never a value
  static RecordedEvent read(ByteString sent, String source) {
    try {
      return new RecordedEvent(source, event(OldEvent.parseFrom(sent)));
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalArgumentException("not an event", broken);
    }
  }

  private static AuditEvent event(OldEvent old) {
    return new AuditEvent(
        id(old.getId()),
        Instant.ofEpochMilli(old.getTimeUnixMs()),
        old.getAccount(),
        old.getSubAccount(),
        old.getEnvironment(),
        old.getActor(),
        old.getAction(),
        old.getTarget(),
        Outcome.parse(old.getOutcome()),
        old.getReason(),
        old.getSourceAddress(),
        old.getCertificateSerial(),
        old.getKeyId(),
        old.getApiVersion(),
        old.getRequestId(),
        old.getCount());
  }

  private static UUID id(ByteString bytes) {
    if (bytes.size() != ID_LENGTH) {
      throw new IllegalArgumentException("id is not 16 bytes");
    }
    ByteBuffer id = bytes.asReadOnlyByteBuffer();
    return new UUID(id.getLong(), id.getLong());
  }
}
