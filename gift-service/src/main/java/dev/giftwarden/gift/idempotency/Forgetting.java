package dev.giftwarden.gift.idempotency;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Deletes records of idempotency a day after they were written, a little at a time. Every replica
/// may do it at once.
@Singleton
class Forgetting {

  /// Some milliseconds of work, and no lock that a caller waits for.
  static final int STEP = 1000;

  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final Logger LOG = Logger.getLogger(Forgetting.class);

  private final OldRecordsTable records;
  private final CountDownLatch closing = new CountDownLatch(1);

  Forgetting(OldRecordsTable records) {
    this.records = records;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("idempotency-forgetting").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    closing.countDown();
  }

  private void run() {
    try {
      while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        forget();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget() {
    try {
      int forgotten;
      do {
        forgotten = records.deleteOldest(STEP);
      } while (forgotten >= STEP && closing.getCount() > 0);
    } catch (RuntimeException away) {
      // The database, mostly. What is due now is still due then.
      LOG.warn("old idempotency records could not be deleted; trying again later", away);
    }
  }
}
