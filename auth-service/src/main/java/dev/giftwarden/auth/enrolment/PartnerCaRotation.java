package dev.giftwarden.auth.enrolment;

import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.quarkus.TlsConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Looks at the folder of the partners' CA in the beat of the other certificates. It is opened at
/// the start, and not when the first partner asks.
@Singleton
class PartnerCaRotation {
  private static final Logger LOG = Logger.getLogger(PartnerCaRotation.class);

  private final PartnerCa ca;
  private final TlsConfig config;
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("partner-ca-rotation").factory());

  PartnerCaRotation(PartnerCa ca, TlsConfig config) {
    this.ca = ca;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    long millis = config.reloadInterval().toMillis();
    var _ = beat.scheduleWithFixedDelay(this::tryLook, millis, millis, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    beat.shutdownNow();
  }

  /// A task that throws is never run again by its executor: whatever happens, the beat goes on.
  private void tryLook() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("looking for a new CA of partners failed", e);
    }
  }

  private void look() {
    boolean knownBroken = ca.fault().isPresent();
    if (ca.reload()) {
      LOG.infof("now issuing for partners until %s", ca.certificate().getNotAfter().toInstant());
    }
    if (!knownBroken) {
      ca.fault().ifPresent(why -> LOG.errorf("keeping the old CA of partners: %s", why));
    }
  }
}
