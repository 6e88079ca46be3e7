package dev.giftwarden.audit.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.edge.text.Rfc3339;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// An event as its account reads it, with everything needed to recompute its entry: parts that the
/// fact does not have are absent here and empty in the hashed bytes.
///
/// @param index its leaf in the tree
/// @param entry what the leaf holds, in hex
/// @param salt opens the entry, in hex
@Schema(
    name = "Event",
    description = "An event with everything needed to recompute its entry in the log")
@JsonInclude(Include.NON_EMPTY)
@RegisterForReflection(registerFullHierarchy = true)
public record EventView(
    long index,
    @Schema(description = "What the leaf holds, in hex", pattern = "^[0-9a-f]+$") String entry,
    @Schema(description = "Opens the entry, in hex", pattern = "^[0-9a-f]+$") String salt,
    UUID id,
    String source,
    @Schema(format = "date-time") String time,
    String account,
    String subAccount,
    String environment,
    String actor,
    String action,
    String target,
    String outcome,
    String reason,
    String sourceAddress,
    String certificateSerial,
    String keyId,
    String apiVersion,
    String requestId,
    long count) {
  /// @param entry of [dev.giftwarden.audit.client.event.LogEntry#LENGTH] bytes
  public static EventView of(long index, byte[] entry, byte[] salt, RecordedEvent recorded) {
    AuditEvent event = recorded.event();
    return new EventView(
        index,
        HexFormat.of().formatHex(entry),
        HexFormat.of().formatHex(salt),
        event.id(),
        recorded.source(),
        Rfc3339.text(event.time()),
        event.account(),
        event.subAccount(),
        event.environment(),
        event.actor(),
        event.action(),
        event.target(),
        event.outcome().text(),
        event.reason(),
        event.sourceAddress(),
        event.certificateSerial(),
        event.keyId(),
        event.apiVersion(),
        event.requestId(),
        event.count());
  }
}
