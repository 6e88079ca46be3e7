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
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Transaction;
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

  private final Database database;
  private final EventTable events;
  private final TreeTable tree;
  private final LogWorker worker;
  private final Published published;
  private final InstantSource clock;

  Appender(
      Database database,
      EventTable events,
      TreeTable tree,
      LogWorker worker,
      Published published,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.tree = tree;
    this.worker = worker;
    this.published = published;
    this.clock = clock;
  }

  public Appended append(List<RecordedEvent> batch) throws InterruptedException {
    Optional<UUID> conflict = database.transaction(transaction -> store(transaction, batch));
    if (conflict.isPresent()) {
      return new Conflicting(conflict.get());
    }
    worker.wake();
    return awaitInclusion(batch.stream().map(recorded -> recorded.event().id()).toList());
  }

  /// Adds what is missing, then reads all of it back: whoever stored an id first, only equal
  /// content passes. In a batch that holds an id twice, the second is compared with the first.
  ///
  /// @return the first id that stands for another event; then nothing is stored
  private Optional<UUID> store(Transaction transaction, List<RecordedEvent> batch) {
    events.insertMissing(transaction, batch);
    Map<UUID, RecordedEvent> stored = new HashMap<>();
    events
        .find(transaction, batch.stream().map(recorded -> recorded.event().id()).toList())
        .forEach(recorded -> stored.put(recorded.event().id(), recorded));
    Optional<UUID> conflict =
        batch.stream()
            .filter(recorded -> !recorded.equals(stored.get(recorded.event().id())))
            .map(recorded -> recorded.event().id())
            .findFirst();
    if (conflict.isPresent()) {
      transaction.undo();
    }
    return conflict;
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
}
