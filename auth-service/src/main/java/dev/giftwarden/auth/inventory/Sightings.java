package dev.giftwarden.auth.inventory;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.auth.client.usage.LastSeen;
import dev.giftwarden.auth.client.usage.LastSeen.Sighting;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Brings into the inventory when certificates were last used: what this process has seen, every
/// few seconds as the others report theirs, and what the others report.
@ApplicationScoped
public class Sightings {
  private static final Duration EVERY = Duration.ofSeconds(3);

  /// As in a report of another service.
  private static final int MOST = 1_000;

  private static final Logger LOG = Logger.getLogger(Sightings.class);

  private final SightingTable table;
  private final LastSeen seen;
  private Optional<Repeated> repeated = Optional.empty();

  /// What the database has not taken yet.
  private List<Sighting> unwritten = List.of();

  Sightings(SightingTable table, LastSeen seen) {
    this.table = table;
    this.seen = seen;
  }

  public void note(List<Sighting> sightings) {
    if (!sightings.isEmpty()) {
      table.note(sightings);
    }
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("sightings", EVERY, this::tell));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration tell(boolean last) {
    while (write(last) == MOST) {
      LOG.debug("More certificates than one statement takes: there is another.");
    }
    return EVERY;
  }

  /// @return how many were written
  private int write(boolean last) {
    if (unwritten.isEmpty()) {
      unwritten = last ? seen.takeLast(MOST) : seen.take(MOST);
    }
    int many = unwritten.size();
    try {
      note(unwritten);
    } catch (RuntimeException e) { // whatever ails the database, the next time may be better
      LOG.warnf("When certificates were last used could not be written: %s", e.getMessage());
      return 0;
    }
    unwritten = List.of();
    return many;
  }
}
