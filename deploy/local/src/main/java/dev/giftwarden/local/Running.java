package dev.giftwarden.local;

import dev.giftwarden.local.demo.Accounts;
import dev.giftwarden.local.demo.Paste;
import dev.giftwarden.local.image.Programs;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Installation;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Routes;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Everything of one installation, from its start to its end in this process.
final class Running {

  /// Certificates live a day and are due at half of it: there is time.
  private static final Duration RENEWAL_INTERVAL = Duration.ofMinutes(1);

  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

  /// What [Stack#start()] reports, the accounts, and what the script has built.
  private static final int STEPS = 6;

  private final Home home;
  private final Ports ports;
  private final Programs programs;
  private final Installation installation;
  private final InstantSource clock = InstantSource.system();
  private volatile boolean stopping;

  /// @param installation claimed by this process
  Running(Home home, Installation installation, Programs programs) {
    this.programs = programs;
    this.home = home;
    this.ports = home.ports();
    this.installation = installation;
  }

  /// @param developed the service that somebody starts elsewhere
  void untilStopped(Optional<Service> developed) {
    Steps steps = new Steps(System.out, clock, Local.BUILT, STEPS);
    Stack stack =
        new Stack(
            home, ports, Routes.straight(ports), clock, steps, programs.packaging(), programs.of());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack)));
    try {
      start(stack, steps, developed);
      watch(stack);
    } catch (RuntimeException e) {
      steps.breakOff();
      if (!stopping) {
        throw e;
      }
    }
  }

  private void start(Stack stack, Steps steps, Optional<Service> developed) {
    stack.start(developed);
    steps.begin("demo accounts");
    String budget = new Accounts(home, ports, clock).prepare();
    steps.done("acme (enterprise, certificate required), bluebird (standard)");
    System.out.println(new Paste(home, ports).text(budget));
  }

  /// Returns when all is being stopped, and throws when a part has ended by itself.
  private void watch(Stack stack) {
    Instant renewal = clock.instant().plus(RENEWAL_INTERVAL);
    while (!stopping) {
      pause();
      stack.requireAlive();
      if (clock.instant().isAfter(renewal)) {
        int made = stack.renewCertificates();
        if (made > 0) {
          System.out.println(made + " certificates renewed");
        }
        renewal = clock.instant().plus(RENEWAL_INTERVAL);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(WATCH_INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs on Ctrl-C, on `down`, and after a failure alike.
  private void stop(Stack stack) {
    stopping = true;
    System.out.println();
    System.out.println("stopping …");
    stack.close();
    installation.release();
    System.out.println("stopped; the data stays in " + home.folder());
  }
}
