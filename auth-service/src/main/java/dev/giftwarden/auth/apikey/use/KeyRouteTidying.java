package dev.giftwarden.auth.apikey.use;

import dev.giftwarden.auth.client.repeat.Repeated;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;

/// Forgets what keys were used for that have ended long ago, at every replica.
@ApplicationScoped
class KeyRouteTidying {
  /// It reads every key that is not forgotten yet, and nobody counts the hours of 90 days.
  private static final Duration EVERY = Duration.ofHours(1);

  private final KeyRouteTable table;
  private Optional<Repeated> repeated = Optional.empty();

  KeyRouteTidying(KeyRouteTable table) {
    this.table = table;
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("key-routes", EVERY, this::tidy));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration tidy(boolean last) {
    if (!last) {
      table.forget();
    }
    return EVERY;
  }
}
