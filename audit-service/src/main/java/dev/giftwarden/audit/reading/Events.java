package dev.giftwarden.audit.reading;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.record.Recorder;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An account's events, for its readers. Who reads the log stands in the log; the reader does not
/// wait for it. An event is the same in every version of the API: it is its bytes.
@Singleton
class Events {
  private final ReadingTable events;
  private final Recorder recorder;

  Events(ReadingTable events, Recorder recorder) {
    this.events = events;
    this.recorder = recorder;
  }

  Page<EventView> list(Caller.Partner caller, EventFilter filter) {
    List<ReadingTable.Found> found = events.list(Visibility.of(caller), filter);
    recorder.note(Recorder.begin(caller, "audit.list"));
    return Page.of(found, filter.limit(), event -> Long.toString(event.received()))
        .map(ReadingTable.Found::event);
  }

  Optional<EventView> find(Caller.Partner caller, String id) {
    Optional<EventView> found = uuid(id).flatMap(known -> events.get(Visibility.of(caller), known));
    found.ifPresent(
        event -> recorder.note(Recorder.begin(caller, "audit.read").target(event.id().toString())));
    return found;
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
