package dev.giftwarden.audit.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some events, newest first.
///
/// @param next the cursor that goes on with older ones; null at the end
public record EventPage(List<EventView> items, @Nullable String next) {
  public EventPage {
    items = List.copyOf(items);
  }
}
