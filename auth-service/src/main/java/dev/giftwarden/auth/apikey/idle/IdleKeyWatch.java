package dev.giftwarden.auth.apikey.idle;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Looks for idle keys from time to time, at every replica.
@ApplicationScoped
class IdleKeyWatch {
  /// Nobody counts the minutes of a month, and the database reads every key of who wants this.
  private static final Duration EVERY = Duration.ofMinutes(10);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);
  private static final Logger LOG = Logger.getLogger(IdleKeyWatch.class);

  private final IdleKeys keys;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("idle-keys").unstarted(this::run);

  IdleKeyWatch(IdleKeys keys) {
    this.keys = keys;
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    closing.countDown();
    thread.join(LONGEST_STOP);
  }

  private void run() {
    try {
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException _) {
      LOG.debug("Idle keys are no longer revoked.");
    }
  }

  private void look() {
    try {
      while (closing.getCount() > 0 && keys.revokeSome()) {
        LOG.debug("More idle keys than one transaction takes: there is another.");
      }
    } catch (RuntimeException e) { // whatever ails the database, the next time may be better
      LOG.warnf("Idle keys could not be revoked: %s", e.getMessage());
    }
  }
}
