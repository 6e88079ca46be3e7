package dev.giftwarden.auth.wiring;

import dev.giftwarden.auth.restore.RestoredTable;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Instant;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/// A service never changes the schema, and does not run on one that is older than itself.
@Singleton
class SchemaCheck {
  private static final Logger LOG = Logger.getLogger(SchemaCheck.class);

  private final Flyway flyway;
  private final RestoredTable restored;

  SchemaCheck(Flyway flyway, RestoredTable restored) {
    this.flyway = flyway;
    this.restored = restored;
  }

  /// Before everything else that starts: a migration, which has no certificate but that of the
  /// database's owner, ends here with the schema up to date.
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    if (ConfigUtils.isProfileActive("migrate")) {
      if (ConfigUtils.isProfileActive("restored")) {
        openRestored();
      }
      Quarkus.asyncExit(0);
      throw new PreventFurtherStepsException("the schema is up to date", 0);
    }
    int pending = flyway.info().pending().length;
    if (pending > 0) {
      throw new ConfigurationException(
          "refusing to start: the schema lacks "
              + pending
              + " migrations; run auth-service/run migrate");
    }
  }

  private void openRestored() {
    switch (restored.open()) {
      case RestoredTable.Outcome.Opened(Optional<Instant> moment) ->
          LOG.infof(
              "restored: every token is dead, and the services may start. Revoke again what was"
                  + " revoked after %s: audit-service/run show DIR --action key.revoke --since %s",
              moment.orElse(Instant.EPOCH), moment.orElse(Instant.EPOCH));
      case RestoredTable.Outcome.Served _ ->
          throw new ConfigurationException(
              "refusing: an auth-service lives on this database, or did ten seconds ago; stop every"
                  + " replica first");
    }
  }
}
