package dev.giftwarden.edge.service;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/// What Flyway has done to a database, as the role of the service may read it.
final class SchemaTable {
  private static final String APPLIED =
      "select version from flyway_schema_history where success and version is not null";

  private static final Set<String> NOT_YET =
      Set.of(
          "42P01", // no such table: nothing was ever migrated
          "42501"); // not to be read by this role: the migration that allows it has not run

  private final Database database;

  SchemaTable(DataSource database) {
    this.database = new Database(database);
  }

  /// @throws DatabaseException if the database is away
  Set<String> applied() {
    try {
      return new TreeSet<>(database.sql(APPLIED).list(row -> row.text("version")));
    } catch (DatabaseException e) {
      if (NOT_YET.contains(e.state())) {
        return Set.of();
      }
      throw e;
    }
  }
}
