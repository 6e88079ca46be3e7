package dev.giftwarden.auth.apikey.idle;

import dev.giftwarden.auth.client.repeat.Repeated;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Looks for idle keys from time to time, at every replica.
@ApplicationScoped
class IdleKeyWatch {
  /// Nobody counts the minutes of a month, and the database reads every key of who wants this.
  private static final Duration EVERY = Duration.ofMinutes(10);

  private static final Logger LOG = Logger.getLogger(IdleKeyWatch.class);

  private final IdleKeys keys;
  private Optional<Repeated> repeated = Optional.empty();

  IdleKeyWatch(IdleKeys keys) {
    this.keys = keys;
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("idle-keys", EVERY, this::look));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration look(boolean last) {
    while (!isClosing() && keys.revokeSome()) {
      LOG.debug("More idle keys than one transaction takes: there is another.");
    }
    return EVERY;
  }

  private boolean isClosing() {
    return repeated.map(Repeated::isClosing).orElse(false);
  }
}
