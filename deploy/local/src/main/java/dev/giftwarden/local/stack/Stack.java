package dev.giftwarden.local.stack;

import dev.giftwarden.database.PostgresServer;
import dev.giftwarden.database.PostgresSettings;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// PostgreSQL and the three services on this machine, with certificates from the installation's own
/// PKI.
///
/// Everything is started in one thread and may be closed from another at any moment: what is
/// started after that is refused.
public final class Stack implements AutoCloseable {

  private final Home home;
  private final Packaging packaging;
  private final Ports ports;
  private final Routes routes;
  private final InstantSource clock;
  private final Progress progress;
  private final Certificates certificates;
  private final Launch launch;
  private final Function<Service, Program> programs;
  private final List<Replica> replicas = new ArrayList<>();
  private @Nullable PostgresServer postgres;
  private boolean closed;

  public Stack(Home home, Ports ports, InstantSource clock, Progress progress) {
    this(home, ports, Routes.straight(ports), clock, progress);
  }

  /// @param routes of the first process of each service
  public Stack(Home home, Ports ports, Routes routes, InstantSource clock, Progress progress) {
    this(home, ports, routes, clock, progress, Packaging.JVM);
  }

  /// @param packaging what is started, and migrates
  public Stack(
      Home home,
      Ports ports,
      Routes routes,
      InstantSource clock,
      Progress progress,
      Packaging packaging) {
    this(home, ports, routes, clock, progress, packaging, service -> packaging.of(home, service));
  }

  /// @param packaging what migrates
  /// @param programs what is started as a service, where that is not the packaged one
  public Stack(
      Home home,
      Ports ports,
      Routes routes,
      InstantSource clock,
      Progress progress,
      Packaging packaging,
      Function<Service, Program> programs) {
    this.home = home;
    this.packaging = packaging;
    this.programs = programs;
    this.ports = ports;
    this.routes = routes;
    this.clock = clock;
    this.progress = progress;
    this.certificates = new Certificates(home, clock);
    this.launch = new Launch(home, ports, certificates);
  }

  /// Returns when all three services are ready.
  ///
  /// @throws Failure in one line, where that cannot be; what was started is stopped by [#close()]
  public void start() {
    start(Optional.empty());
  }

  /// As [#start()], but leaves a service to whoever develops it: waits for one that listens on its
  /// ports, as long as that takes.
  ///
  /// @param developed started by `deploy/local/dev`
  public void start(Optional<Service> developed) {
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
    List<Service> migrated = new Migrations(home, launch, packaging).run();
    progress.done(migrated.isEmpty() ? "nothing new" : names(migrated));

    progress.begin("services");
    Stream.of(Service.values())
        .map(service -> addReplica(service, ports.of(service), routes, Map.of()))
        .filter(replica -> !developed.equals(Optional.of(replica.service())))
        .forEach(Replica::start);
    developed.ifPresent(this::awaitDeveloped);
    awaitReady();
    progress.done(names(List.of(Service.values())) + " are ready");
  }

  private void awaitDeveloped(Service service) {
    progress.note("in another terminal: " + home.command("dev " + service.id()));
    replica(service).awaitStranger(this::requireAlive);
  }

  private static String names(List<Service> services) {
    return services.stream().map(Service::id).collect(Collectors.joining(", "));
  }

  private void requirePackages() {
    for (Service service : Service.values()) {
      Program _ = packaging.of(home, service);
    }
  }

  /// Returns when it answers.
  public synchronized void startDatabase() {
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

  /// A further process of a service, not started yet; the first has [Ports]. It ends with the
  /// stack.
  public Replica addReplica(Service service, Ports.Of own) {
    return addReplica(service, own, routes, Map.of());
  }

  /// @param own ports that nothing else listens on
  /// @param way how it reaches the others
  /// @param settings environment variables beyond what the first process has
  public synchronized Replica addReplica(
      Service service, Ports.Of own, Routes way, Map<String, String> settings) {
    requireOpen();
    long before = replicas.stream().filter(replica -> replica.service() == service).count();
    String name = before == 0 ? service.id() : service.id() + "-" + (before + 1);
    Readiness readiness = new Readiness(certificates.internal(service));
    Replica.Seat seat = new Replica.Seat(service, name, own, way, settings);
    Replica replica = new Replica(home, launch, readiness, clock, programs.apply(service), seat);
    replicas.add(replica);
    return replica;
  }

  /// The first process of a service.
  public synchronized Replica replica(Service service) {
    return replicas.stream()
        .filter(replica -> replica.service() == service)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not started"));
  }

  private void requireOpen() {
    if (closed) {
      throw new Failure("stopped");
    }
  }

  private void awaitReady() {
    for (Service service : Service.values()) {
      replica(service).awaitReady(this::requireAlive);
    }
  }

  /// Looks whether everything still runs.
  ///
  /// @throws Failure where a service or PostgreSQL has ended by itself
  public synchronized void requireAlive() {
    requireOpen();
    replicas.forEach(Replica::requireAlive);
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

  /// New certificates for all that the services show, at once and before they are due.
  public synchronized void replaceCertificates() {
    certificates.replaceServices();
  }

  /// Stops the first process of a service as an operator would, starts it again, and returns when
  /// it is ready.
  public void restart(Service service) {
    Replica first = replica(service);
    first.stop();
    first.start();
    first.awaitReady();
  }

  /// Stops PostgreSQL under the running services, and starts it again.
  public void restartDatabase() {
    synchronized (this) {
      stopDatabase();
    }
    startDatabase();
    awaitReady();
  }

  /// Ends PostgreSQL as a lost machine would; [#startDatabase()] starts it again.
  public synchronized void killDatabase() {
    if (postgres == null) {
      throw new IllegalStateException("PostgreSQL does not run");
    }
    postgres.kill9();
    postgres = null;
  }

  public void stop(Service service) {
    replica(service).stop();
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
    for (Service service : List.of(Service.GIFT, Service.AUTH, Service.AUDIT)) {
      replicas.stream().filter(replica -> replica.service() == service).forEach(Replica::close);
    }
    stopDatabase();
  }
}
