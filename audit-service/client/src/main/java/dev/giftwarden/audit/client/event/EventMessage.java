package dev.giftwarden.audit.client.event;

import com.google.protobuf.ByteString;
import dev.giftwarden.audit.v1.Event;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/// An event as it travels from a service to audit.
public final class EventMessage {
  private static final int ID_LENGTH = 16;

  private EventMessage() {}

  public static Event of(AuditEvent event) {
    return Event.newBuilder()
        .setId(bytes(event.id()))
        .setTimeUnixMs(event.time().toEpochMilli())
        .setAccount(event.account())
        .setSubAccount(event.subAccount())
        .setEnvironment(event.environment())
        .setActor(event.actor())
        .setAction(event.action())
        .setTarget(event.target())
        .setOutcome(event.outcome().text())
        .setReason(event.reason())
        .setSourceAddress(event.sourceAddress())
        .setCertificateSerial(event.certificateSerial())
        .setKeyId(event.keyId())
        .setApiVersion(event.apiVersion())
        .setRequestId(event.requestId())
        .setCount(event.count())
        .build();
  }

  /// The event a service reported.
  ///
  /// @throws IllegalArgumentException if the message is no valid event; says what, never a value
  public static AuditEvent parse(Event message) {
    return new AuditEvent(
        id(message.getId()),
        Instant.ofEpochMilli(message.getTimeUnixMs()),
        message.getAccount(),
        message.getSubAccount(),
        message.getEnvironment(),
        message.getActor(),
        message.getAction(),
        message.getTarget(),
        Outcome.parse(message.getOutcome()),
        message.getReason(),
        message.getSourceAddress(),
        message.getCertificateSerial(),
        message.getKeyId(),
        message.getApiVersion(),
        message.getRequestId(),
        message.getCount());
  }

  private static ByteString bytes(UUID id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(ID_LENGTH)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip());
  }

  private static UUID id(ByteString bytes) {
    if (bytes.size() != ID_LENGTH) {
      throw new IllegalArgumentException("id is not 16 bytes");
    }
    ByteBuffer id = bytes.asReadOnlyByteBuffer();
    return new UUID(id.getLong(), id.getLong());
  }
}
