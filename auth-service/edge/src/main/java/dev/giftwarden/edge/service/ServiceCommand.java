package dev.giftwarden.edge.service;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.start.BakedProperty;
import io.quarkus.runtime.LaunchMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/// The one entrance of a service's process: the service itself, and the commands around it. Each of
/// them finds it as its parent.
///
/// Exit status 0: done; 1: it could not be done, and a line says why; 2: not a command.
@Command(footer = "%nWithout a command: serve.", mixinStandardHelpOptions = true)
public abstract class ServiceCommand implements Runnable {
  private static final int FAILED = 1;
  private static final String PROFILE = "quarkus.profile";
  private static final String PROFILE_VARIABLE = "QUARKUS_PROFILE";

  private final Audience service;
  private final Schema schema;

  protected ServiceCommand(Audience service, Schema schema) {
    this.service = service;
    this.schema = schema;
  }

  public final Audience service() {
    return service;
  }

  public final Schema schema() {
    return schema;
  }

  /// Ends the process where a command has failed; returns where it has not, and the process ends
  /// when its threads do.
  protected final void execute(String... arguments) {
    nameProfile();
    int status = line().execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /// An executable compares its profile with the one that it was built with, and warns. A command
  /// that does not start Quarkus would have none at all.
  private static void nameProfile() {
    if (BakedProperty.isExecutable() && System.getenv(PROFILE_VARIABLE) == null) {
      System.setProperty(
          PROFILE, System.getProperty(PROFILE, LaunchMode.NORMAL.getDefaultProfile()));
    }
  }

  public final CommandLine line() {
    return new CommandLine(this).setExecutionExceptionHandler(ServiceCommand::report);
  }

  @Override
  public final void run() {
    new Serve().run();
  }

  private static int report(Exception failed, CommandLine command, ParseResult parsed) {
    command.getErr().println(command.getCommandName() + ": " + Reason.of(failed));
    return FAILED;
  }
}
