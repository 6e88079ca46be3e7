package dev.giftwarden.audit.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--database",
      paramLabel = "HOST:PORT",
      required = true,
      defaultValue = "${env:GIFTWARDEN_DATABASE_ADDRESS}",
      description = "Default: GIFTWARDEN_DATABASE_ADDRESS.")
  String database;

  @Option(
      names = "--certificates",
      paramLabel = "FOLDER",
      required = true,
      defaultValue = "${env:GIFTWARDEN_DATABASE_FOLDER}",
      description = "Holds audit/tls.crt, tls.key and ca.crt. Default: GIFTWARDEN_DATABASE_FOLDER.")
  Path certificates;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Export export = new Export(ExportTable.connectingTo(database, certificates), err::println);
    Export.Summary summary = export.into(folder);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d entries and %d events in %s%n", summary.entries(), summary.events(), folder);
    out.printf("Verify them offline: audit-service/run verify %s%n", folder);
    return 0;
  }
}
