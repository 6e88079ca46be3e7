package dev.giftwarden.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One of the processes that serve as one service, with ports, a log and an end of its own; all of
/// a service show the same certificates and use the same database.
///
/// What is started after [#close()] is refused.
public final class Replica implements AutoCloseable {

  /// A service finishes the calls it has, and Quarkus gives up after 10 s by default.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(200);

  /// Above it, an exit code is the number of the signal that ended the process.
  private static final int SIGNALLED = 128;

  /// What tells it from the others of its service.
  ///
  /// @param name `gift` for the first, `gift-2` for the next
  /// @param settings environment variables beyond what every process of the service has
  record Seat(
      Service service, String name, Ports.Of ports, Routes routes, Map<String, String> settings) {}

  private final Seat seat;
  private final Program program;
  private final Launch launch;
  private final Readiness readiness;
  private final InstantSource clock;
  private final LogFile log;
  private final ProcessRecord record;
  private @Nullable Process process;
  private boolean closed;

  Replica(
      Home home,
      Launch launch,
      Readiness readiness,
      InstantSource clock,
      Program program,
      Seat seat) {
    this.seat = seat;
    this.program = program;
    this.clock = clock;
    this.launch = launch;
    this.readiness = readiness;
    this.log = new LogFile(home.log(seat.name()));
    this.record = new ProcessRecord(home.records().resolve(seat.name()));
    log.startAnew();
  }

  public Service service() {
    return seat.service();
  }

  public Ports.Of ports() {
    return seat.ports();
  }

  public String https() {
    return "https://localhost:" + seat.ports().https();
  }

  /// @throws IllegalStateException where it was never started
  public synchronized long pid() {
    return started().pid();
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /// Starts the process, which becomes ready later.
  public void start() {
    start(program);
  }

  /// As [#start()], with another program.
  public synchronized void start(Program program) {
    if (closed) {
      throw new Failure("stopped");
    }
    if (isAlive()) {
      throw new IllegalStateException(seat.name() + " runs already");
    }
    try {
      process = launch.service(seat, program, log.path()).start();
      record.write(process.toHandle());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isReady() {
    return readiness.of(seat.service(), seat.ports()) == Readiness.State.READY;
  }

  /// @throws Failure where it ends before it is ready, or has done nothing for three minutes and is
  ///   not ready
  public void awaitReady() {
    awaitReady(this::requireAlive);
  }

  /// @param others fails where something has ended without which this never becomes ready
  void awaitReady(Runnable others) {
    Instant begun = clock.instant();
    Patience patience = new Patience(clock, this::work);
    while (!isReady()) {
      others.run();
      if (patience.isOver()) {
        throw new Failure(
            "%s is not ready after %d minutes: %s; its log is %s"
                .formatted(
                    called(),
                    Duration.between(begun, clock.instant()).toMinutes(),
                    log.lastComplaint(),
                    log.path()));
      }
      pause();
    }
  }

  /// As [#awaitReady], for a process that somebody else starts, whenever they do.
  void awaitStranger(Runnable others) {
    while (!isReady()) {
      others.run();
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /// One that was closed on purpose is missed by nobody.
  ///
  /// @throws Failure where it has ended by itself
  synchronized void requireAlive() {
    if (!closed && process != null && !process.isAlive()) {
      int code = process.exitValue();
      String why =
          code > SIGNALLED ? "killed by signal " + (code - SIGNALLED) : log.lastComplaint();
      throw new Failure(
          "%s ended (exit code %d): %s; its log is %s".formatted(called(), code, why, log.path()));
    }
  }

  private String called() {
    return seat.name().equals(service().id()) ? service().folderName() : seat.name();
  }

  /// Ends it as a lost machine would: it can do nothing about it. Returns when it is gone.
  public synchronized void kill9() {
    Process victim = started();
    victim.destroyForcibly();
    ends(victim.toHandle());
    forget();
  }

  /// Ends it as an operator would.
  public synchronized void stop() {
    if (process != null) {
      end(process.toHandle());
      forget();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }

  /// Nought where somebody else has started it.
  private synchronized Duration work() {
    return process == null
        ? Duration.ZERO
        : process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private Process started() {
    if (process == null) {
      throw new IllegalStateException(seat.name() + " was not started");
    }
    return process;
  }

  private void forget() {
    process = null;
    record.remove();
  }

  /// Asks, waits, and then insists: nothing is lost by it, the database holds what was answered.
  static void end(ProcessHandle process) {
    process.destroy();
    if (!ends(process)) {
      process.destroyForcibly();
      ends(process);
    }
  }

  private static boolean ends(ProcessHandle process) {
    try {
      process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
