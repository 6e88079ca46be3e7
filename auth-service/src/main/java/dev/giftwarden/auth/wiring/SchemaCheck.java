package dev.giftwarden.auth.wiring;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.flywaydb.core.Flyway;

/// A service never changes the schema, and does not run on one that is older than itself.
@Singleton
class SchemaCheck {
  private final Flyway flyway;

  SchemaCheck(Flyway flyway) {
    this.flyway = flyway;
  }

  /// Before everything else that starts: a migration, which has no certificate but that of the
  /// database's owner, ends here with the schema up to date.
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    if (ConfigUtils.isProfileActive("migrate")) {
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
}
