package dev.giftwarden.auth.wiring;

import io.quarkus.runtime.StartupEvent;
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

  /// Before everything else that starts.
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    int pending = flyway.info().pending().length;
    if (pending > 0) {
      throw new ConfigurationException(
          "refusing to start: the schema lacks "
              + pending
              + " migrations; run auth-service/run migrate");
    }
  }
}
