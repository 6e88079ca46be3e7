package dev.giftwarden.local;

import dev.giftwarden.local.demo.Story;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Installation;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "demo",
    header = "Runs the whole story against what up has started.",
    description =
        "Shows each request and answer, and exits with 1 at the first answer that is not the"
            + " expected one.")
final class Demo extends Placed implements Callable<Integer> {

  @Override
  public Integer call() throws IOException {
    Home home = home();
    if (new Installation(home).running().isEmpty()) {
      throw new Failure(
          "nothing runs: start %s in another terminal first".formatted(home.command("up")));
    }
    new Story(home, home.ports(), InstantSource.system(), System.out).tell();
    System.out.printf("%nThe whole story, as it should be.%n");
    return 0;
  }
}
