package dev.giftwarden.edge.service;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.database.DatabaseException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Set;
import javax.sql.DataSource;

/// A service never migrates: its role cannot. On a schema that is older than itself it does not
/// start; a newer one it takes, so that a new version can be rolled out beside it.
@Singleton
public class SchemaCheck {
  private final Audience service;
  private final Schema schema;
  private final SchemaTable table;

  public SchemaCheck(Audience service, Schema schema, DataSource database) {
    this.service = service;
    this.schema = schema;
    this.table = new SchemaTable(database);
  }

  /// Before everything else that starts.
  ///
  /// @throws ConfigurationException which Quarkus prints as one line
  public void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    Set<String> missing = schema.missing(applied());
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "refusing to start: the schema of the database is older than this service, by %d"
                  .formatted(missing.size())
              + " of its migrations; run %s-service/run migrate".formatted(service.text()));
    }
  }

  private Set<String> applied() {
    try {
      return table.applied();
    } catch (DatabaseException e) {
      throw new ConfigurationException(
          "refusing to start: the database does not say what its schema is: " + Reason.of(e));
    }
  }
}
