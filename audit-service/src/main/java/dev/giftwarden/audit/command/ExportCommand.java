package dev.giftwarden.audit.command;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.service.DatabaseOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Takes the published log out of the database.
@Command(
    name = "export",
    description = "Copy the published log and its events into a new folder, to verify it anywhere.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The folder to make.")
  Path folder;

  @Mixin DatabaseOptions database = new DatabaseOptions();

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    ExportTable log =
        new ExportTable(new Database(database.as(Audience.AUDIT.text(), Audience.AUDIT)));
    Export.Summary summary = new Export(log, err::println).into(folder);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d entries and %d events in %s%n", summary.entries(), summary.events(), folder);
    out.printf("Verify them offline: audit-service/run verify %s%n", folder);
    return 0;
  }
}
