package dev.giftwarden.edge.service;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.logging.LogFactory;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.logging.buffered.BufferedLogCreator;
import org.jspecify.annotations.Nullable;

/// One run of Flyway over a database, by its owner.
public final class Migration {
  private final DataSource database;
  private final Consumer<String> result;
  private final Consumer<String> waiting;

  /// @param result takes a line for each migration, and one for all of them
  /// @param waiting takes a line where the database does not answer yet
  public Migration(DataSource database, Consumer<String> result, Consumer<String> waiting) {
    this.database = database;
    this.result = result;
    this.waiting = waiting;
  }

  /// Each migration is there as a whole or not at all. Waits for a database that is starting.
  ///
  /// @throws dev.giftwarden.edge.database.DatabaseException if it does not answer within a minute
  /// @throws org.flywaydb.core.api.FlywayException if a migration fails, or is not the one that was
  ///   applied
  public void run(Schema schema) {
    new Awaited(database, waiting).answer();
    // It tells the console a second time what is told here.
    LogFactory.setLogCreator(new BufferedLogCreator());
    List<MigrateOutput> applied =
        Flyway.configure()
            .dataSource(database)
            .resourceProvider(new Scripts(schema.scripts()))
            .javaMigrationClassProvider(List::of)
            .load()
            .migrate()
            .migrations;
    applied.forEach(done ->
        result.accept(
            "applied %s %s (%d ms)".formatted(done.version, done.description, done.executionTime)));
    result.accept(
        "The schema is up to date: %d migrations, %d of them new."
            .formatted(schema.scripts().size(), applied.size()));
  }

  /// The files that there are, for Flyway, which would otherwise look for them.
  record Scripts(List<Script> all) implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return all.stream()
          .filter(script -> script.getFilename().equals(name))
          .findFirst()
          .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return all.stream()
          .filter(script -> script.getFilename().startsWith(prefix))
          .filter(script -> Arrays.stream(suffixes).anyMatch(script.getFilename()::endsWith))
          .map(LoadableResource.class::cast)
          .toList();
    }
  }
}
