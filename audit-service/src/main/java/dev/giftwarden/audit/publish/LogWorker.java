package dev.giftwarden.audit.publish;

import dev.giftwarden.audit.tree.Integrator;
import dev.giftwarden.audit.tree.Integrator.Step;
import dev.giftwarden.edge.database.DatabaseException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Turns queued events into leaves and committed heads into checkpoints, one round after another,
/// as soon as there are any. Each replica runs one; where several find the same work, one gets it.
@Singleton
public class LogWorker {
  private static final Logger LOG = Logger.getLogger(LogWorker.class);

  /// Looks this often even when nothing was announced: half of the second that a checkpoint may
  /// lag.
  private static final Duration TICK = Duration.ofMillis(500);

  /// With nothing extended nor published for this long, the replica says that it is not ready.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Integrator integrator;
  private final Publisher publisher;
  private final Announcements announcements;
  private final InstantSource clock;
  private final Semaphore wakeups = new Semaphore(0);
  private volatile boolean open = true;
  private volatile Instant startedAt = Instant.EPOCH;
  private volatile Instant lastGoodRound = Instant.EPOCH;

  LogWorker(
      Integrator integrator,
      Publisher publisher,
      Announcements announcements,
      InstantSource clock) {
    this.integrator = integrator;
    this.publisher = publisher;
    this.announcements = announcements;
    this.clock = clock;
  }

  /// Not without a signer. Asked for here and not sooner: what fails before, as the internal port
  /// opens, is logged and passed over.
  void start(@Observes StartupEvent event) {
    publisher.requireSigner();
    startedAt = clock.instant();
    Thread.ofVirtual().name("log-worker").start(this::work);
    Thread.ofVirtual().name("log-listener").start(this::listen);
  }

  /// The lanes, which write to the queue that it empties, have stopped before.
  void stop(@Observes ShutdownEvent event) {
    open = false;
    wake();
  }

  /// Starts a round now, or right after the one under way.
  public void wake() {
    wakeups.release();
  }

  boolean isHealthy() {
    return lastGoodRound.plus(PATIENCE).isAfter(clock.instant());
  }

  /// How long ago everything in the tree was published, as far as this replica knows; before the
  /// first time, since the start. An idle log is not old: it is looked at all the time.
  Duration lag() {
    Instant since = lastGoodRound.isAfter(startedAt) ? lastGoodRound : startedAt;
    return Duration.between(since, clock.instant());
  }

  private void work() {
    while (open) {
      try {
        round();
      } catch (RuntimeException failed) {
        // The database is away, mostly. The log goes on when it is back, and readiness shows it.
        LOG.error("the log could not be extended; trying again", failed);
      }
      awaitWakeup();
    }
  }

  private void round() {
    Step step;
    do {
      step = integrator.step();
      publisher.publish();
      lastGoodRound = clock.instant();
    } while (open && step != Step.NOTHING_QUEUED);
  }

  private void listen() {
    while (open) {
      try {
        announcements.listen(() -> open, this::wake);
      } catch (DatabaseException failed) {
        LOG.warnf("not listening to the database for a moment: %s", failed.getMessage());
        pause();
      }
    }
  }

  private void awaitWakeup() {
    try {
      if (wakeups.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        wakeups.drainPermits();
      }
    } catch (InterruptedException stopped) {
      open = false;
    }
  }

  private void pause() {
    try {
      Thread.sleep(TICK);
    } catch (InterruptedException stopped) {
      open = false;
    }
  }
}
