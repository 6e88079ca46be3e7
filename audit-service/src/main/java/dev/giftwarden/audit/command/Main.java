package dev.giftwarden.audit.command;

import dev.giftwarden.certs.provider.FastCryptography;
import dev.giftwarden.edge.reception.HeadFilter;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The one entrance: the service, and the commands around its log.
@QuarkusMain
@Command(
    name = "audit-service/run",
    description = "The audit log: takes events, proves that they are there, lets everybody check.",
    synopsisSubcommandLabel = "(serve | migrate | export | verify | show)",
    mixinStandardHelpOptions = true,
    subcommands = {
      Main.Serve.class,
      Main.Migrate.class,
      ExportCommand.class,
      VerifyCommand.class,
      ShowCommand.class
    })
public final class Main implements Runnable {
  private Main() {}

  public static void main(String... args) {
    int status =
        new CommandLine(new Main())
            .setExecutionExceptionHandler(Main::report)
            .execute(args.length == 0 ? new String[] {"serve"} : args);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /// A command that fails says why in one line.
  private static int report(Exception failed, CommandLine command, CommandLine.ParseResult parsed) {
    String reason = failed.getMessage() == null ? failed.toString() : failed.getMessage();
    command
        .getErr()
        .println(command.getCommandName() + ": " + reason.lines().findFirst().orElse(""));
    return 1;
  }

  /// Runs until it is told to stop.
  @Command(name = "serve", description = "Run the service. Configuration: audit-service/README.md.")
  static final class Serve implements Runnable {
    @Override
    public void run() {
      FastCryptography.install();
      HeadFilter.install();
      Quarkus.run();
    }
  }

  /// Brings the schema up to date as the owner of the database, and ends.
  @Command(name = "migrate", description = "Bring the database's schema up to date, as its owner.")
  static final class Migrate implements Runnable {
    @Override
    public void run() {
      System.setProperty("quarkus.profile", "migrate");
      Quarkus.run();
    }
  }
}
