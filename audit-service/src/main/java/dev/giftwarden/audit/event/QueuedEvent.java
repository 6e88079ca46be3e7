package dev.giftwarden.audit.event;

import dev.giftwarden.audit.client.event.LogEntry;
import dev.giftwarden.audit.client.event.RecordedEvent;
import java.util.UUID;

/// An event that waits for its leaf, and the entry it will be.
public record QueuedEvent(UUID id, LogEntry entry) {
  static QueuedEvent of(byte[] salt, RecordedEvent recorded) {
    return new QueuedEvent(recorded.event().id(), LogEntry.of(salt, recorded));
  }
}
