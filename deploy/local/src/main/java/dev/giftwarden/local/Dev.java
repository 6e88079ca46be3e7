package dev.giftwarden.local;

import dev.giftwarden.local.stack.Development;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Installation;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "dev",
    header = "Runs one service in development mode, beside an up --without it.",
    description =
        "Quarkus compiles and loads what you save at the next call. Certificates, database and the"
            + " other two services are those of up.")
final class Dev extends Placed implements Callable<Integer> {

  @Parameters(paramLabel = "SERVICE", description = "auth, gift or audit.")
  private String service = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Service developed = Service.of(service);
    Home home = home();
    if (new Installation(home).running().isEmpty()) {
      throw new Failure(
          "nothing runs: start %s in another terminal first"
              .formatted(home.command("up --without " + developed.id())));
    }
    return new Development(home).run(developed);
  }
}
