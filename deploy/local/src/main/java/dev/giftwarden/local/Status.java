package dev.giftwarden.local;

import dev.giftwarden.certs.Pki;
import dev.giftwarden.database.Postmaster;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Installation;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Readiness;
import dev.giftwarden.local.stack.Service;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    header = "Says what runs.",
    description = "Exit code 0: everything is ready; 1: something is not.")
final class Status extends Placed implements Callable<Integer> {

  @Override
  public Integer call() {
    Home home = home();
    Ports ports = home.ports();
    if (!Pki.exists(home.pki())) {
      System.out.println("never started: run " + home.command("up"));
      return Local.FAILED;
    }
    boolean up = showProcess("up", new Installation(home).running(), home.command("up"));
    boolean database =
        showProcess(
            "PostgreSQL",
            Postmaster.of(home.postgres().resolve("data")).map(Postmaster::process),
            "127.0.0.1:" + ports.database());
    Readiness readiness =
        new Readiness(Pki.open(home.pki(), InstantSource.system()).firstOperator());
    boolean ready = true;
    for (Service service : Service.values()) {
      ready &= show(service, ports, readiness);
    }
    System.out.println("logs: " + home.logs());
    return up && database && ready ? 0 : Local.FAILED;
  }

  private static boolean showProcess(String name, Optional<ProcessHandle> process, String what) {
    String state = process.map(handle -> "process " + handle.pid()).orElse("not running");
    System.out.printf("%-11s %-14s %s%n", name, state, what);
    return process.isPresent();
  }

  private static boolean show(Service service, Ports ports, Readiness readiness) {
    Ports.Of own = ports.of(service);
    Readiness.State state = readiness.of(service, own);
    String text =
        switch (state) {
          case READY -> "ready";
          case NOT_READY -> "not ready";
          case SILENT -> "not running";
        };
    System.out.printf(
        "%-11s %-14s %s  gRPC %d  management %d%n",
        service.id(), text, ports.https(service), own.grpc(), own.management());
    return state == Readiness.State.READY;
  }
}
