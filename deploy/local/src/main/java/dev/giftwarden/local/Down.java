package dev.giftwarden.local;

import dev.giftwarden.local.stack.Installation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "down",
    header = "Stops everything, also what a killed run left behind. The data stays.")
final class Down extends Placed implements Callable<Integer> {

  @Override
  public Integer call() {
    List<String> stopped = new Installation(home()).stop();
    stopped.forEach(what -> System.out.println("stopped " + what));
    if (stopped.isEmpty()) {
      System.out.println("nothing was running");
    }
    return 0;
  }
}
