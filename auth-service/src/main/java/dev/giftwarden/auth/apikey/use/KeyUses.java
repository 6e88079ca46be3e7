package dev.giftwarden.auth.apikey.use;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.auth.client.usage.KeysSeen;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Writes down how keys are used: what this process has seen, every few seconds as the others
/// report theirs, and what the others report.
@ApplicationScoped
public class KeyUses {
  private static final Duration EVERY = Duration.ofSeconds(3);

  /// As in a report of another service.
  private static final int MOST = 1_000;

  private static final Logger LOG = Logger.getLogger(KeyUses.class);

  private final KeyUseTable table;
  private final KeyRouteTable routes;
  private final KeysSeen seen;
  private final WrongSecrets wrong;
  private Optional<Repeated> repeated = Optional.empty();

  /// What the database has not taken yet, as far as is known here.
  private Batch unwritten = Batch.EMPTY;

  private record Batch(UUID id, KeysSeen.Taken taken) {
    static final Batch EMPTY = new Batch(new UUID(0, 0), KeysSeen.Taken.NOTHING);
  }

  KeyUses(KeyUseTable table, KeyRouteTable routes, KeysSeen seen, WrongSecrets wrong) {
    this.table = table;
    this.routes = routes;
    this.seen = seen;
    this.wrong = wrong;
  }

  /// @param where the service at which the keys were used
  /// @param batch the same for each try
  public void note(Audience where, UUID batch, KeysSeen.Taken taken) {
    if (!taken.isEmpty()) {
      table.note(batch, taken);
      routes.note(where, taken);
    }
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("key-uses", EVERY, this::tell));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration tell(boolean last) {
    wrong.tell(seen);
    while (write(last) == MOST) {
      LOG.debug("More keys than one statement takes: there is another.");
    }
    return EVERY;
  }

  /// @return how many were written, of the kind of which there were more
  private int write(boolean last) {
    if (unwritten.taken().isEmpty()) {
      unwritten = new Batch(UUID.randomUUID(), seen.take(MOST, last));
    }
    int many = unwritten.taken().size();
    try {
      note(Audience.AUTH, unwritten.id(), unwritten.taken());
    } catch (RuntimeException e) { // whatever ails the database, the next time may be better
      LOG.warnf("How keys were used could not be written: %s", e.getMessage());
      return 0;
    }
    unwritten = Batch.EMPTY;
    return many;
  }
}
