package dev.giftwarden.local.stack;

import dev.giftwarden.database.PostgresServer;
import dev.giftwarden.database.PostgresSettings;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// PostgreSQL and the three services on this machine, with certificates from the installation's own
/// PKI.
///
/// Everything is started in one thread and may be closed from another at any moment: what is
/// started after that is refused.
public final class Stack implements AutoCloseable {

  /// Three cold services on a machine with two busy cores take half a minute.
  private static final Duration READY_LIMIT = Duration.ofMinutes(3);

  private static final Duration POLL = Duration.ofMillis(200);

  private final Home home;
  private final Ports ports;
  private final InstantSource clock;
  private final Progress progress;
  private final Certificates certificates;
  private final Launch launch;
  private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
  private @Nullable PostgresServer postgres;
  private boolean closed;

  public Stack(Home home, Ports ports, InstantSource clock, Progress progress) {
    this.home = home;
    this.ports = ports;
    this.clock = clock;
    this.progress = progress;
    this.certificates = new Certificates(home, clock);
    this.launch = new Launch(home, ports, certificates);
  }

  /// Returns when all three services are ready.
  ///
  /// @throws Failure in one line, where that cannot be; what was started is stopped by [#close()]
  public void start() {
    requirePackages();
    home.create();
    Orphans.stop(home)
        .forEach(orphan -> progress.note("stopped what a killed run left: " + orphan));
    ports.requireFree();

    progress.begin("certificates");
    int made = certificates.prepare();
    progress.done(made == 0 ? "all have more than half their life before them" : made + " made");

    progress.begin("PostgreSQL");
    startDatabase();
    progress.done("127.0.0.1:" + ports.database() + ", durable, by certificate only");

    progress.begin("migrations");
    List<Service> migrated = new Migrations(home, launch).run();
    progress.done(migrated.isEmpty() ? "nothing new" : names(migrated));

    progress.begin("services");
    Stream.of(Service.values()).forEach(this::launch);
    Stream.of(Service.values()).forEach(this::awaitReady);
    progress.done(names(List.of(Service.values())) + " are ready");
  }

  private static String names(List<Service> services) {
    return services.stream().map(Service::id).collect(Collectors.joining(", "));
  }

  private void requirePackages() {
    for (Service service : Service.values()) {
      if (!Files.exists(service.packaged(home).resolve("quarkus-run.jar"))) {
        throw new Failure(service.folderName() + " is not built: run ./mvnw package");
      }
    }
  }

  private synchronized void startDatabase() {
    requireOpen();
    PostgresSettings settings =
        new PostgresSettings(
            home.postgres().resolve("programs"),
            home.postgres().resolve("data"),
            home.logs().resolve("postgres.log"),
            ports.database(),
            certificates.databaseServer(),
            certificates.superuser());
    try {
      postgres = PostgresServer.start(settings);
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new Failure(e.getMessage() + "; the log of PostgreSQL is " + settings.log(), e);
    }
  }

  private synchronized void launch(Service service) {
    requireOpen();
    new LogFile(home.log(service)).startAnew();
    services.put(service, ServiceProcess.start(home, launch, service));
  }

  private void requireOpen() {
    if (closed) {
      throw new Failure("stopped");
    }
  }

  private void awaitReady(Service service) {
    Readiness readiness = new Readiness(certificates.internal(service), ports);
    Instant limit = clock.instant().plus(READY_LIMIT);
    while (readiness.of(service) != Readiness.State.READY) {
      requireAlive();
      if (clock.instant().isAfter(limit)) {
        throw new Failure(
            "%s is not ready after %d minutes: %s; its log is %s"
                .formatted(
                    service.folderName(),
                    READY_LIMIT.toMinutes(),
                    new LogFile(home.log(service)).lastComplaint(),
                    home.log(service)));
      }
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

  /// Looks whether everything still runs.
  ///
  /// @throws Failure where a service or PostgreSQL has ended by itself
  public synchronized void requireAlive() {
    requireOpen();
    services.values().forEach(ServiceProcess::requireAlive);
    if (postgres != null && !postgres.isAlive()) {
      throw new Failure("PostgreSQL ended; its log is " + home.logs().resolve("postgres.log"));
    }
  }

  /// Renews what has lived half its life. Services and clients notice by themselves; PostgreSQL is
  /// told.
  ///
  /// @return how many certificates are new
  public synchronized int renewCertificates() {
    int made = certificates.prepare();
    if (made > 0 && postgres != null) {
      postgres.reloadCertificates();
    }
    return made;
  }

  /// Stops one service as an operator would, starts it again, and returns when it is ready.
  public void restart(Service service) {
    synchronized (this) {
      stop(service);
    }
    launch(service);
    awaitReady(service);
  }

  /// Stops PostgreSQL under the running services, and starts it again.
  public void restartDatabase() {
    synchronized (this) {
      stopDatabase();
    }
    startDatabase();
    Stream.of(Service.values()).forEach(this::awaitReady);
  }

  public synchronized void stop(Service service) {
    ServiceProcess process = services.remove(service);
    if (process != null) {
      process.stop();
    }
  }

  private void stopDatabase() {
    if (postgres != null) {
      postgres.close();
      postgres = null;
    }
  }

  /// The services first, so that they can still write what they have answered.
  @Override
  public synchronized void close() {
    closed = true;
    List.of(Service.GIFT, Service.AUTH, Service.AUDIT).forEach(this::stop);
    stopDatabase();
  }
}
