package dev.giftwarden.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One running service: a process of its own, whose end we cause or notice.
final class ServiceProcess {

  /// A service finishes the calls it has, and Quarkus gives up after 10 s by default.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  /// Above it, an exit code is the number of the signal that ended the process.
  private static final int SIGNALLED = 128;

  private final Service service;
  private final LogFile log;
  private final ProcessRecord record;
  private final Process process;

  private ServiceProcess(Service service, LogFile log, ProcessRecord record, Process process) {
    this.service = service;
    this.log = log;
    this.record = record;
    this.process = process;
  }

  static ServiceProcess start(Home home, Launch launch, Service service) {
    try {
      Process process = launch.service(service).start();
      ProcessRecord record = record(home, service);
      record.write(process.toHandle());
      return new ServiceProcess(service, new LogFile(home.log(service)), record, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ProcessRecord record(Home home, Service service) {
    return new ProcessRecord(home.records().resolve(service.id()));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// @throws Failure where it has ended by itself
  void requireAlive() {
    if (!process.isAlive()) {
      int code = process.exitValue();
      String why =
          code > SIGNALLED ? "killed by signal " + (code - SIGNALLED) : log.lastComplaint();
      throw new Failure(
          "%s ended (exit code %d): %s; its log is %s"
              .formatted(service.folderName(), code, why, log.path()));
    }
  }

  void stop() {
    end(process.toHandle());
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
