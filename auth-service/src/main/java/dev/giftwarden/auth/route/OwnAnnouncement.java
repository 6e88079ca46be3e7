package dev.giftwarden.auth.route;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Says what this release of auth serves to replicas of another, as the other services say it.
@ApplicationScoped
class OwnAnnouncement {
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Logger LOG = Logger.getLogger(OwnAnnouncement.class);

  private final Routes routes;
  private final CountDownLatch closing = new CountDownLatch(1);

  OwnAnnouncement(Routes routes) {
    this.routes = routes;
  }

  void start(@Observes StartupEvent event) {
    var _ = Thread.ofVirtual().name("own-announcement").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    closing.countDown();
  }

  private void run() {
    try {
      Duration pause;
      do {
        pause = announce() ? EVERY : AGAIN;
      } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      LOG.debug("What auth serves is no longer said.");
    }
  }

  private boolean announce() {
    try {
      routes.announceOwn();
      return true;
    } catch (RuntimeException e) { // whatever ails the database, the next time may be better
      LOG.debugf("What auth serves could not be written: %s", e.getMessage());
      return false;
    }
  }
}
