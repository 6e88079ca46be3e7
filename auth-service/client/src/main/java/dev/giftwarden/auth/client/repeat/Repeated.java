package dev.giftwarden.auth.client.repeat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Work that a process does again and again on a virtual thread of its own, until it ends: each
/// time says when the next is due. Work that throws is done again after the same pause.
public final class Repeated implements AutoCloseable {
  /// For what there is to hand over, when a process ends.
  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(Repeated.class);

  private final Work work;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// What is done each time.
  @FunctionalInterface
  public interface Work {
    /// @param last whether the process ends, and nothing comes after this
    /// @return the pause until the next time
    Duration run(boolean last);
  }

  private Repeated(String name, Duration first, Work work) {
    this.work = work;
    this.thread = Thread.ofVirtual().name(name).start(() -> run(first));
  }

  /// @param name of the thread
  /// @param first the pause until the first time
  public static Repeated start(String name, Duration first, Work work) {
    return new Repeated(name, first, work);
  }

  /// Has the work done for the last time, at once, and waits until it is or two seconds are over.
  @Override
  public void close() {
    closing.countDown();
    try {
      var _ = thread.join(LONGEST_STOP);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the process ends, for work that takes long.
  public boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run(Duration first) {
    try {
      Duration pause = first;
      boolean last;
      do {
        last = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        pause = once(last, pause);
      } while (!last);
    } catch (InterruptedException _) {
      LOG.debugf("%s is no longer repeated.", Thread.currentThread().getName());
    }
  }

  private Duration once(boolean last, Duration pause) {
    try {
      return work.run(last);
    } catch (RuntimeException e) { // whatever ails the database, the next time may be better
      LOG.warnf("%s: %s", Thread.currentThread().getName(), e.getMessage());
      return pause;
    }
  }
}
