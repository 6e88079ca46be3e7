package dev.giftwarden.auth.route;

import dev.giftwarden.auth.client.repeat.Repeated;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Says what this release of auth serves to replicas of another, as the other services say it.
@ApplicationScoped
class OwnAnnouncement {
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Logger LOG = Logger.getLogger(OwnAnnouncement.class);

  private final Routes routes;
  private Optional<Repeated> repeated = Optional.empty();

  OwnAnnouncement(Routes routes) {
    this.routes = routes;
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("own-announcement", Duration.ZERO, this::announce));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration announce(boolean last) {
    if (last) {
      return EVERY;
    }
    try {
      routes.announceOwn();
      return EVERY;
    } catch (RuntimeException e) { // whatever ails the database, the next time may be better
      LOG.debugf("What auth serves could not be written: %s", e.getMessage());
      return AGAIN;
    }
  }
}
