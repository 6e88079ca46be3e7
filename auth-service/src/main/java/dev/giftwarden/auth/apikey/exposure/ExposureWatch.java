package dev.giftwarden.auth.apikey.exposure;

import dev.giftwarden.auth.apikey.Key.Exposure.Way;
import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.auth.client.usage.ExposedKeys;
import dev.giftwarden.auth.client.usage.ExposedKeys.Exposed;
import dev.giftwarden.auth.limit.RateLimit;
import dev.giftwarden.auth.limit.SourceNetwork;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Flags what was found exposed, aside from the answers: whoever sends a key hears the same in the
/// same time whether it is one, and a flood of what is none holds up nobody.
@ApplicationScoped
class ExposureWatch {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /// Of each kind, each time: about as many questions to the database, and no more for any flood.
  private static final int MOST = 100;

  /// A scanner that has found the keys of a whole repository; and then whoever guesses waits.
  private static final int REPORTS_BURST = 100;

  private static final Duration REPORTS_REFILL = Duration.ofSeconds(1);

  private static final Logger LOG = Logger.getLogger(ExposureWatch.class);

  private final Exposures exposures;
  private final ExposedKeys inUrls;
  private final ExposedKeys reported = new ExposedKeys();
  private final RateLimit<SourceNetwork> limit;
  private Optional<Repeated> repeated = Optional.empty();

  /// @param inUrls those that came to us, and those of which the other services tell
  ExposureWatch(Exposures exposures, ExposedKeys inUrls, InstantSource clock) {
    this.exposures = exposures;
    this.inUrls = inUrls;
    this.limit = new RateLimit<>(clock, REPORTS_BURST, REPORTS_REFILL);
  }

  enum Outcome {
    TAKEN,
    TOO_MANY,
    /// As many wait as there is room for, whoever sent them.
    BUSY
  }

  Outcome report(Exposed exposed) {
    if (!limit.admits(SourceNetwork.of(exposed.origin().address()))) {
      return Outcome.TOO_MANY;
    }
    return reported.add(exposed) ? Outcome.TAKEN : Outcome.BUSY;
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("exposures", EVERY, this::flag));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration flag(boolean last) {
    flag(reported, Way.REPORT);
    flag(inUrls, Way.URL);
    return EVERY;
  }

  /// What the database does not take now is tried again.
  private void flag(ExposedKeys found, Way way) {
    List<Exposed> taken = found.take(MOST);
    for (Exposed exposed : taken) {
      try {
        exposures.flag(exposed, way);
      } catch (RuntimeException e) {
        var _ = found.add(exposed);
        LOG.warnf("A key could not be flagged as exposed: %s", e.getMessage());
      }
    }
  }
}
