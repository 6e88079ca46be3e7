package dev.giftwarden.local;

import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Installation;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "reset",
    header = "Stops everything and deletes all data.",
    description =
        "The databases, the audit log, and every key and certificate. The next up starts from"
            + " nothing.")
final class Reset extends Placed implements Callable<Integer> {

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    Home home = home();
    if (!Files.exists(home.folder())) {
      System.out.println("nothing to delete");
      return 0;
    }
    home.requireOwn();
    if (!yes && !confirmed(home)) {
      throw new Failure("nothing was deleted; --yes deletes without asking");
    }
    new Installation(home).stop();
    Home.delete(home.folder());
    System.out.println("deleted " + home.folder());
    return 0;
  }

  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
  private static boolean confirmed(Home home) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return false;
    }
    return "yes".equals(console.readLine("Delete all data in %s? (yes/no) ", home.folder()));
  }
}
