package dev.giftwarden.audit;

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

/// A service never migrates: its role cannot. On a schema that is not the one it was built for, it
/// does not start.
@Singleton
class SchemaCheck {
  private final Flyway schema;

  SchemaCheck(Flyway schema) {
    this.schema = schema;
  }

  /// Before everything else that starts: a migration, which has no certificate but that of the
  /// database's owner, ends here with the schema up to date.
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    if (ConfigUtils.isProfileActive("migrate")) {
      Quarkus.asyncExit(0);
      throw new PreventFurtherStepsException("the schema is up to date", 0);
    }
    if (schema.info().pending().length > 0) {
      throw new ConfigurationException(
          "refusing to start: the schema of the database is older than this service; "
              + "run audit-service/run migrate");
    }
  }
}
