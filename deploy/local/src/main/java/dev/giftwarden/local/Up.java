package dev.giftwarden.local;

import dev.giftwarden.local.image.Images;
import dev.giftwarden.local.image.Programs;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Installation;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Service;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts everything, says how to use it, and stays until it is told to stop.
@Command(
    name = "up",
    header = "Builds what changed and starts everything; Ctrl-C stops it.",
    description =
        "Starts certificates, PostgreSQL, the three services and two demo accounts on the loopback"
            + " interface, and prints commands to paste. Data survives a restart. Ctrl-C here, or"
            + " deploy/local/down elsewhere, stops everything.")
final class Up extends Placed implements Callable<Integer> {

  @Option(
      names = "--ports",
      paramLabel = "BASE",
      description = {
        "Auth's public port; every other port moves with it. Default: what the last up of this",
        "home took, at first 8441. With 18441: auth 18441 19441 18451, gift 18442 19442 18452,",
        "audit 18443 19443 18453, PostgreSQL 18445."
      })
  private @Nullable Integer base;

  @Option(
      names = "--without",
      paramLabel = "SERVICE",
      description = "Leave auth, gift or audit to deploy/local/dev, and wait for it.")
  private @Nullable String developed;

  @Option(
      names = "--packaging",
      paramLabel = "WORD",
      defaultValue = "jvm",
      description = {
        "jvm, which is built where it has changed; image, the same as the JVM images hold it, with",
        "a trained cache, for which a change costs two minutes more; or native: what",
        "./mvnw package -Dnative made last. Default: ${DEFAULT-VALUE}."
      })
  private String packaging = "";

  @Override
  public Integer call() {
    Programs.require(packaging);
    Home home = home();
    Optional<Service> without = Optional.ofNullable(developed).map(Service::of);
    Optional<Integer> moved = Optional.ofNullable(base);
    moved.ifPresent(Ports::from);
    home.requireOwn();
    home.create();
    Installation installation = new Installation(home);
    installation.claim();
    moved.ifPresent(home::keepPorts);
    Steps making = new Steps(System.out, InstantSource.system(), 0, Images.STEPS);
    Programs programs = Programs.named(packaging, home, InstantSource.system(), making);
    new Running(home, installation, programs).untilStopped(without);
    return Local.FAILED;
  }
}
