package dev.giftwarden.audit.reading;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some events, newest first.
///
/// @param next the cursor that goes on with older ones; null at the end
@RegisterForReflection(registerFullHierarchy = true)
public record EventPage(List<EventView> items, @Nullable String next) {
  public EventPage {
    items = List.copyOf(items);
  }
}
