package dev.giftwarden.audit.append;

import dev.giftwarden.audit.append.Appended.Conflicting;
import dev.giftwarden.audit.append.Appended.Included;
import dev.giftwarden.audit.append.Appended.NotYetIncluded;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.event.EventTable;
import dev.giftwarden.audit.publish.LogWorker;
import dev.giftwarden.audit.publish.Published;
import dev.giftwarden.audit.publish.PublishedCheckpoint;
import dev.giftwarden.audit.tree.TreeTable;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Takes events into the log, each id once, and answers when it can be proven that they are there.
@Singleton
public class Appender {
  /// A checkpoint lags a second at most; what takes five is stuck, and the sender keeps its events.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final EventTable events;
  private final TreeTable tree;
  private final LogWorker worker;
  private final Published published;
  private final InstantSource clock;

  Appender(
      EventTable events,
      TreeTable tree,
      LogWorker worker,
      Published published,
      InstantSource clock) {
    this.events = events;
    this.tree = tree;
    this.worker = worker;
    this.published = published;
    this.clock = clock;
  }

  public Appended append(List<RecordedEvent> batch) throws InterruptedException {
    try {
      QuarkusTransaction.requiringNew().run(() -> store(batch));
    } catch (ConflictException conflict) {
      return new Conflicting(conflict.id);
    }
    worker.wake();
    return awaitInclusion(batch.stream().map(recorded -> recorded.event().id()).toList());
  }

  /// Adds what is missing, then reads all of it back: whoever stored an id first, only equal
  /// content passes. In a batch that holds an id twice, the second is compared with the first.
  private void store(List<RecordedEvent> batch) {
    events.insertMissing(batch);
    Map<UUID, RecordedEvent> stored = new HashMap<>();
    events
        .find(batch.stream().map(recorded -> recorded.event().id()).toList())
        .forEach(recorded -> stored.put(recorded.event().id(), recorded));
    for (RecordedEvent recorded : batch) {
      UUID id = recorded.event().id();
      if (!recorded.equals(stored.get(id))) {
        throw new ConflictException(id);
      }
    }
  }

  private Appended awaitInclusion(List<UUID> ids) throws InterruptedException {
    var deadline = clock.instant().plus(PATIENCE);
    long seen = -1;
    while (true) {
      Optional<PublishedCheckpoint> next =
          published.awaitMoreThan(seen, Duration.between(clock.instant(), deadline));
      if (next.isEmpty()) {
        return new NotYetIncluded();
      }
      seen = next.get().size();
      Map<UUID, Long> indexes = tree.indexes(ids);
      long size = seen;
      if (ids.stream().allMatch(id -> indexes.containsKey(id) && indexes.get(id) < size)) {
        return new Included(ids.stream().map(indexes::get).toList(), next.get().note());
      }
    }
  }

  /// Rolls the batch back, which a transaction does for an exception only.
  private static final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final UUID id;

    ConflictException(UUID id) {
      super("another event has the id " + id);
      this.id = id;
    }
  }
}
