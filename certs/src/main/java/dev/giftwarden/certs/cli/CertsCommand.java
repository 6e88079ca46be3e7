package dev.giftwarden.certs.cli;

import dev.giftwarden.certs.cli.anchor.AnchorCommand;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `certs/run`: makes the CAs and what they issue. It talks to no service.
@Command(
    name = "certs/run",
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes, renews and shows the certificates of Giftwarden.")
public final class CertsCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this and does nothing.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  private CertsCommand() {}

  public static void main(String[] args) {
    System.exit(commandLine(InstantSource.system()).execute(args));
  }

  /// What a person can mend is one line and exit code 1; a wrong command line is 2.
  public static CommandLine commandLine(InstantSource clock) {
    return new CommandLine(new CertsCommand())
        .addSubcommand(new InitCommand(clock))
        .addSubcommand(new IssueCommand(clock))
        .addSubcommand(new RenewCommand(clock))
        .addSubcommand(new IssuingCommand(clock))
        .addSubcommand(new AnchorCommand(clock))
        .addSubcommand(new InspectCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((problem, command, _) -> explain(problem, command));
  }

  private static int explain(Exception problem, CommandLine command) throws Exception {
    switch (problem) {
      case IllegalArgumentException _, IllegalStateException _ -> print(command, problem);
      case UncheckedIOException io -> print(command, io);
      default -> throw problem;
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void print(CommandLine command, Exception problem) {
    Throwable cause = problem instanceof UncheckedIOException io ? io.getCause() : null;
    String detail = cause == null ? "" : " (" + cause + ")";
    command.getErr().println("certs/run: " + problem.getMessage() + detail);
  }
}
