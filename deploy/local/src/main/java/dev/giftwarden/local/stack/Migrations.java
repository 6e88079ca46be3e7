package dev.giftwarden.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Brings the schemas up to date, each by its service's own `migrate`. It is asked only when the
/// service was built anew since it last succeeded: to find that there is nothing to do takes a
/// second of a processor. Were that ever wrong, the service itself refuses the old schema.
final class Migrations {

  /// A migration of an empty database takes a second or two.
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Home home;
  private final Launch launch;
  private final Packaging packaging;

  Migrations(Home home, Launch launch, Packaging packaging) {
    this.home = home;
    this.launch = launch;
    this.packaging = packaging;
  }

  /// Runs those that are due, all at once: each has a database of its own.
  ///
  /// @return the services whose migrations ran
  List<Service> run() {
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Service, Future<Boolean>> runs = new EnumMap<>(Service.class);
      for (Service service : Service.values()) {
        runs.put(service, together.submit(() -> migrate(service)));
      }
      return runs.entrySet().stream()
          .filter(run -> outcome(run.getValue()))
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  private static boolean outcome(Future<Boolean> run) {
    try {
      return run.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private boolean migrate(Service service) {
    Path stamp = home.postgres().resolve("migrated-" + service.id());
    try {
      String build = build(service);
      if (Files.exists(stamp) && Files.readString(stamp).equals(build)) {
        return false;
      }
      runCommand(service);
      Files.writeString(stamp, build);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void runCommand(Service service) throws IOException {
    LogFile log = new LogFile(home.logs().resolve(service.id() + "-migrate.log"));
    log.startAnew();
    Process process = launch.migration(service, packaging.of(home, service), log.path()).start();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failure(service, log, "took more than " + LIMIT.toMinutes() + " minutes");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw failure(service, log, log.lastComplaint());
    }
  }

  private static Failure failure(Service service, LogFile log, String why) {
    return new Failure(
        "migration of %s failed: %s; its log is %s".formatted(service.id(), why, log.path()));
  }

  /// Name, size and time of every file of ours: what a build changes.
  private String build(Service service) throws IOException {
    return packaging.files(home, service).stream()
        .map(Migrations::fingerprint)
        .collect(Collectors.joining("\n"));
  }

  private static String fingerprint(Path file) {
    try {
      return "%s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
