package dev.giftwarden.auth.trust;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// The one thread that reads the trust feed's tables for this replica: woken by every change, and
/// once a second in any case, for the heartbeat. When it cannot read it says nothing, and consumers
/// come to distrust what they know.
final class TrustLoop implements Runnable {
  static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /// Whatever a proxy or the server thinks of long sessions.
  private static final Duration LONGEST_CONNECTION = Duration.ofMinutes(15);

  private static final Logger LOG = Logger.getLogger(TrustLoop.class);

  private final TrustTable table;
  private final TrustFeed feed;
  private final OwnTrust own;
  private final LongSupplier certificates;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /// @param certificates rises when the database is to be shown new ones: a connection keeps what
  ///   it was opened with
  TrustLoop(TrustTable table, TrustFeed feed, OwnTrust own, LongSupplier certificates) {
    this.table = table;
    this.feed = feed;
    this.own = own;
    this.certificates = certificates;
  }

  /// Whatever fails, even an error of the platform, is tried again: a thread that has ended says
  /// nothing to anybody.
  @Override
  public void run() {
    while (!isStopped()) {
      try {
        long shown = certificates.getAsLong();
        table.listen(listener -> follow(listener, shown));
      } catch (RuntimeException | Error e) {
        LOG.error("The trust feed cannot be read; trying again in a second", e);
        awaitStop(HEARTBEAT);
      }
    }
  }

  void stop() {
    stopped.countDown();
  }

  private void follow(TrustTable.Listener listener, long shown) {
    var connection = Every.of(LONGEST_CONNECTION);
    var heartbeat = Every.nowAndThenOf(HEARTBEAT);
    while (!isStopped() && !connection.isDue() && certificates.getAsLong() == shown) {
      own.follow();
      boolean beat = heartbeat.isDue();
      feed.leastTold().ifPresent(told -> feed.tell(listener.after(told), beat));
      listener.acknowledge(feed.report());
      listener.await(heartbeat.left());
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void awaitStop(Duration longest) {
    try {
      var _ = stopped.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  /// Something that falls due again and again.
  private static final class Every {
    private final long periodNanos;
    private long dueAt;

    private Every(Duration period, long dueAt) {
      this.periodNanos = period.toNanos();
      this.dueAt = dueAt;
    }

    static Every of(Duration period) {
      return new Every(period, System.nanoTime() + period.toNanos());
    }

    static Every nowAndThenOf(Duration period) {
      return new Every(period, System.nanoTime());
    }

    boolean isDue() {
      long now = System.nanoTime();
      if (now - dueAt < 0) {
        return false;
      }
      dueAt = now + periodNanos;
      return true;
    }

    /// At least a millisecond.
    Duration left() {
      return Duration.ofNanos(Math.max(1_000_000, dueAt - System.nanoTime()));
    }
  }
}
