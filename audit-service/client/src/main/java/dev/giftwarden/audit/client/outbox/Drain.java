package dev.giftwarden.audit.client.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Delivers the outbox to audit for as long as the service runs. An event leaves the outbox only
/// when a signed checkpoint includes it; one that was delivered and not deleted is delivered again,
/// which audit takes for the same. Any number of replicas may drain one outbox.
public final class Drain implements AutoCloseable {
  /// At their longest still below gRPC's 4 MiB for a message.
  static final int BATCH = 500;

  /// Audit answers once a second, so this is 1,000 events per second and replica; each sender holds
  /// one connection of the worker while it waits.
  static final int SENDERS = 2;

  /// How long an event may lie before it is seen. `NOTIFY` would be faster, but takes a lock for
  /// the whole database at every commit of every request.
  private static final Duration POLL = Duration.ofMillis(250);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  /// How often the outbox is counted, whoever asks how often: the count is the database's work.
  private static final Duration COUNT_EVERY = Duration.ofSeconds(5);

  /// An older count is none. Some turns may fail or wait for a connection.
  private static final Duration COUNT_KEPT = Duration.ofSeconds(30);

  private static final Logger LOG = System.getLogger(Drain.class.getName());

  private final QueueTable queue;
  private final LogClient audit;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean failing = new AtomicBoolean();
  private final LongSupplier nanoTime;
  private final List<Thread> threads;
  private volatile long succeededAtNanos;
  private volatile Optional<Counted> counted = Optional.empty();

  private record Counted(QueueTable.Backlog backlog, long atNanos) {}

  public Drain(QueueTable queue, LogClient audit) {
    this(queue, audit, System::nanoTime);
  }

  /// @param nanoTime a clock that nobody can set, such as `System::nanoTime`
  Drain(QueueTable queue, LogClient audit, LongSupplier nanoTime) {
    this.queue = queue;
    this.audit = audit;
    this.nanoTime = nanoTime;
    this.succeededAtNanos = nanoTime.getAsLong();
    this.threads =
        Stream.concat(
                IntStream.range(0, SENDERS)
                    .mapToObj(
                        n -> Thread.ofVirtual().name("audit-drain-" + n).unstarted(this::run)),
                Stream.of(Thread.ofVirtual().name("audit-backlog").unstarted(this::count)))
            .toList();
  }

  public void start() {
    threads.forEach(Thread::start);
  }

  /// How long no sender of this process got what it took into the log, nor found the outbox empty;
  /// before the first time, since this was made.
  public Duration sinceSuccess() {
    return Duration.ofNanos(nanoTime.getAsLong() - succeededAtNanos);
  }

  /// What the outbox held a moment ago; empty while the database does not say.
  public Optional<QueueTable.Backlog> backlog() {
    long oldest = nanoTime.getAsLong() - COUNT_KEPT.toNanos();
    return counted.filter(last -> last.atNanos - oldest >= 0).map(Counted::backlog);
  }

  /// Stops between batches; what is in the outbox waits there for the next start. Waits for a
  /// delivery under way, ten seconds at most.
  @Override
  public void close() {
    closing.countDown();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration pause = Duration.ZERO;
    try {
      while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = drainOnce(pause);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return how long to pause before the next batch
  private Duration drainOnce(Duration lastPause) {
    try {
      int taken = queue.drain(BATCH, audit::append);
      succeededAtNanos = nanoTime.getAsLong();
      if (taken > 0 && failing.compareAndSet(true, false)) {
        LOG.log(Level.INFO, "audit drain: delivering again");
      }
      return taken == BATCH ? Duration.ZERO : POLL;
    } catch (RuntimeException failed) {
      // Whatever broke (database, audit, token), the events are safe where they are: try on.
      if (failing.compareAndSet(false, true)) {
        LOG.log(Level.WARNING, "audit drain: cannot deliver, trying on", failed);
      }
      return pauseAfterFailure(lastPause);
    }
  }

  private void count() {
    try {
      do {
        countOnce();
      } while (!closing.await(COUNT_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// What keeps the database from answering, the senders meet and report.
  private void countOnce() {
    try {
      counted = Optional.of(new Counted(queue.backlog(), nanoTime.getAsLong()));
    } catch (RuntimeException failed) {
      LOG.log(Level.DEBUG, "audit drain: cannot count the outbox", failed);
    }
  }

  static Duration pauseAfterFailure(Duration lastPause) {
    Duration doubled = lastPause.compareTo(POLL) < 0 ? POLL : lastPause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}
