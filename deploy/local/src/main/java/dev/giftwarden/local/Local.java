package dev.giftwarden.local;

import dev.giftwarden.local.stack.Failure;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `deploy/local/…`: everything on this machine.
@Command(
    name = "deploy/local",
    description =
        "Giftwarden on this machine: PostgreSQL and the three services, on loopback only.",
    subcommands = {
      Up.class,
      Demo.class,
      Down.class,
      Status.class,
      Reset.class,
      Dev.class,
      MakeImages.class
    })
final class Local extends Helpful {

  static final int FAILED = 1;

  /// How many steps of a command that builds the script has done.
  static final int BUILT = 1;

  private Local() {}

  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(new Local());
    commands.setUsageHelpAutoWidth(true);
    commands.setExecutionExceptionHandler(Local::explain);
    System.exit(commands.execute(arguments));
  }

  /// What a person can mend is one line; a bug shows where it is.
  private static int explain(Exception thrown, CommandLine command, Object parsed) {
    if (thrown instanceof Failure failure) {
      System.err.println(command.getCommandName() + ": " + failure.getMessage());
    } else {
      thrown.printStackTrace(System.err);
    }
    return FAILED;
  }

  /// The scripts say where the checkout is.
  static Path project() {
    return Path.of(System.getProperty("giftwarden.project", "."));
  }
}
