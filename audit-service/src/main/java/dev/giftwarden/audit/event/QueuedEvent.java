package dev.giftwarden.audit.event;

import dev.giftwarden.audit.client.event.LogEntry;
import java.util.UUID;

/// An event that waits for its leaf, and the entry it will be.
public record QueuedEvent(UUID id, LogEntry entry) {}
