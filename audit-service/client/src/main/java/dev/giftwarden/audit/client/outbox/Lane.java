package dev.giftwarden.audit.client.outbox;

import dev.giftwarden.audit.client.event.AuditEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Group commit: one writer takes what many callers brought meanwhile and commits it with one
/// statement. What it has accepted it writes, trying again while the database is away; only a stop
/// in that state loses events, and says how many.
final class Lane implements AutoCloseable {
  /// Large enough that the database's commits, not the number of statements, are the limit.
  static final int BATCH = 500;

  private static final Logger LOG = System.getLogger(Lane.class.getName());
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofMillis(200);

  /// How long a stop waits for a database that is away.
  private static final Duration LAST_TRY = Duration.ofSeconds(5);

  private record Waiting(AuditEvent event, CompletableFuture<Void> written) {
    Waiting(AuditEvent event) {
      this(event, new CompletableFuture<>());
    }
  }

  private final String name;
  private final BlockingQueue<Waiting> queue;
  private final Outbox outbox;
  private final Thread writer;
  private volatile boolean closed;

  /// @param capacity events that may wait; more are turned away
  /// @param extra what the writer asks for more events before each batch, every 100 ms at least
  ///   while the database answers, and once more after [#close]
  Lane(String name, int capacity, Outbox outbox, Supplier<List<AuditEvent>> extra) {
    this.name = name;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.outbox = outbox;
    this.writer = Thread.ofVirtual().name("audit-lane-" + name).unstarted(() -> run(extra));
  }

  void start() {
    writer.start();
  }

  /// Completes when `event` is committed; empty when the lane is full or closed.
  synchronized Optional<CompletableFuture<Void>> offer(AuditEvent event) {
    Waiting waiting = new Waiting(event);
    return !closed && queue.offer(waiting) ? Optional.of(waiting.written) : Optional.empty();
  }

  /// Accepts nothing more, writes what it holds, then ends.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    if (writer.getState() == Thread.State.NEW) {
      return;
    }
    try {
      if (!writer.join(LAST_TRY)) {
        writer.interrupt();
        writer.join();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Supplier<List<AuditEvent>> extra) {
    List<Waiting> batch = new ArrayList<>();
    boolean last;
    try {
      do {
        last = closed;
        extra.get().forEach(event -> batch.add(new Waiting(event)));
        Waiting first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
        }
        write(batch);
        batch.clear();
      } while (!last || !queue.isEmpty());
    } catch (InterruptedException lastTryFailed) {
      LOG.log(Level.ERROR, "audit lane {0}: {1} events lost", name, batch.size() + queue.size());
    }
  }

  private void write(List<Waiting> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    List<AuditEvent> events = batch.stream().map(Waiting::event).toList();
    for (int tries = 1; !isWritten(events, tries); tries++) {
      Thread.sleep(RETRY);
    }
    batch.forEach(waiting -> waiting.written.complete(null));
  }

  /// Any failure means "try again": a writer that ends would turn every caller away for ever.
  private boolean isWritten(List<AuditEvent> events, int tries) {
    try {
      outbox.append(events);
      return true;
    } catch (RuntimeException away) {
      if (tries == 1) {
        LOG.log(Level.WARNING, "audit lane " + name + ": cannot write, trying on", away);
      }
      return false;
    }
  }
}
