package dev.giftwarden.edge.service;

import dev.giftwarden.edge.database.DatabaseException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// What a pod does before its service starts, by the same image: a service refuses an old schema
/// and ends, and whoever counts restarts would take that for a fault.
@Command(
    name = "await-schema",
    description = "Wait until the database's schema is as new as this program, and end.",
    mixinStandardHelpOptions = true)
public final class AwaitSchema implements Callable<Integer> {
  /// As long as a migration may take (`activeDeadlineSeconds` of its Job).
  private static final Duration LIMIT = Duration.ofHours(1);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int TOO_LATE = 1;

  @ParentCommand ServiceCommand service;
  @Mixin DatabaseOptions database = new DatabaseOptions();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var lines = spec.commandLine();
    DataSource role = database.as(service.service().text(), service.service());
    Consumer<String> waiting = line -> lines.getErr().println("waiting for " + line);
    boolean there = await(new SchemaTable(role), service.schema(), waiting, LIMIT);
    if (there) {
      lines.getOut().println("The schema is as new as this program.");
    }
    return there ? 0 : TOO_LATE;
  }

  /// Asks once a second. On the first day there is no database yet, then no role, then no table:
  /// all of it is waited for alike.
  ///
  /// @param waiting takes a line whenever what is waited for is another
  /// @return whether it came to be so in time
  static boolean await(SchemaTable table, Schema schema, Consumer<String> waiting, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    String said = "";
    for (String lack = lack(table, schema); !lack.isEmpty(); lack = lack(table, schema)) {
      if (!lack.equals(said)) {
        waiting.accept(lack);
        said = lack;
      }
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
    return true;
  }

  private static String lack(SchemaTable table, Schema schema) {
    try {
      Set<String> missing = schema.missing(table.applied());
      return missing.isEmpty() ? "" : "the migrations; %d have not run".formatted(missing.size());
    } catch (DatabaseException e) {
      return "the database: " + Reason.of(e);
    }
  }
}
