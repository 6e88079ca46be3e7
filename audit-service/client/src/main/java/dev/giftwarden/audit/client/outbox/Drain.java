package dev.giftwarden.audit.client.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

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
  private static final Logger LOG = System.getLogger(Drain.class.getName());

  private final QueueTable queue;
  private final AppendGrpc audit;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean failing = new AtomicBoolean();
  private final List<Thread> senders;

  public Drain(QueueTable queue, AppendGrpc audit) {
    this.queue = queue;
    this.audit = audit;
    this.senders =
        IntStream.range(0, SENDERS)
            .mapToObj(n -> Thread.ofVirtual().name("audit-drain-" + n).unstarted(this::run))
            .toList();
  }

  public void start() {
    senders.forEach(Thread::start);
  }

  /// Stops between batches; what is in the outbox waits there for the next start. Waits for a
  /// delivery under way, ten seconds at most.
  @Override
  public void close() {
    closing.countDown();
    try {
      for (Thread sender : senders) {
        sender.join();
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

  static Duration pauseAfterFailure(Duration lastPause) {
    Duration doubled = lastPause.compareTo(POLL) < 0 ? POLL : lastPause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}
