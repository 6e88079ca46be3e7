package dev.giftwarden.database.testing;

import dev.giftwarden.certs.Pki;
import dev.giftwarden.database.Login;
import dev.giftwarden.database.PostgresContainer;
import dev.giftwarden.database.PostgresServer;
import dev.giftwarden.database.PostgresSettings;
import dev.giftwarden.database.Postmaster;
import dev.giftwarden.database.ServiceDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/// One PKI and one PostgreSQL for all tests of a JVM: in a container where a container engine
/// answers, else embedded. Its temporary folder goes when the JVM does.
public final class TestDatabase {

  /// Quarkus loads test classes in several class loaders, each with static fields of its own;
  /// system properties are what they share.
  private static final String HOME = "giftwarden.test.home";

  private static final String PORT = "giftwarden.test.database-port";

  /// By the tests of one class loader.
  private static final Set<ServiceDatabase> MIGRATED = EnumSet.noneOf(ServiceDatabase.class);

  private final Path home;
  private final int port;

  private TestDatabase(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /// Starts the server on the first call.
  public static TestDatabase ofThisJvm() {
    synchronized (Runtime.getRuntime()) {
      if (System.getProperty(HOME) == null) {
        start();
      }
      return new TestDatabase(Path.of(System.getProperty(HOME)), Integer.getInteger(PORT));
    }
  }

  private static void start() {
    Path home = temporaryFolder();
    Pki pki = Pki.init(home.resolve("pki"), InstantSource.system());
    Path server = home.resolve("server");
    pki.issueDatabaseServer(List.of("localhost"), server);
    Path roles = home.resolve("database");
    pki.issueDatabaseRole(ServiceDatabase.SUPERUSER, roles.resolve(ServiceDatabase.SUPERUSER));
    for (ServiceDatabase database : ServiceDatabase.values()) {
      database.roles().forEach(role -> pki.issueDatabaseRole(role, roles.resolve(role)));
    }
    int port = PostgresContainer.isPossible() ? contained(home) : embedded(home);
    System.setProperty(HOME, home.toString());
    System.setProperty(PORT, Integer.toString(port));
  }

  private static int contained(Path home) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(home)));
    int port = PostgresContainer.start(home.resolve("server"));
    String superuser = ServiceDatabase.SUPERUSER;
    try (Connection connection =
        new TestDatabase(home, port).dataSource(superuser, superuser).getConnection()) {
      PostgresServer.prepare(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL in its container could not be prepared", e);
    }
    return port;
  }

  private static int embedded(Path home) {
    int port = FreePorts.find(1).getFirst();
    PostgresServer.start(
        new PostgresSettings(
            null,
            home.resolve("data"),
            home.resolve("postgres.log"),
            port,
            home.resolve("server"),
            home.resolve("database").resolve(ServiceDatabase.SUPERUSER)));
    // Not the server object: when the JVM ends, the class loader that would load its parts is
    // closed.
    Postmaster postmaster = Postmaster.of(home.resolve("data")).orElseThrow();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              postmaster.stop();
              remove(home);
            }));
    return port;
  }

  /// Brings the schema of one service up to date as its owner, with the migrations on the class
  /// path; once.
  public void migrate(ServiceDatabase service) {
    synchronized (MIGRATED) {
      if (!MIGRATED.contains(service)) {
        List<String> locations = new ArrayList<>(List.of("classpath:db/migration"));
        if (service.hasWorker()) {
          locations.add("classpath:db/outbox");
        }
        Flyway.configure(Thread.currentThread().getContextClassLoader())
            .dataSource(dataSource(service, service.owner()))
            .locations(locations.toArray(String[]::new))
            .load()
            .migrate();
        MIGRATED.add(service);
      }
    }
  }

  /// The folder of everything.
  public Path home() {
    return home;
  }

  /// Issues whatever certificate a test wants.
  public Pki pki() {
    return Pki.open(home.resolve("pki"), InstantSource.system());
  }

  /// A folder per role with its `tls.crt`, `tls.key` and `ca.crt`.
  public Path roles() {
    return home.resolve("database");
  }

  public int port() {
    return port;
  }

  /// A new connection as a role, `postgres` included, over TLS with that role's certificate.
  public Connection connect(ServiceDatabase database, String role) throws SQLException {
    return dataSource(database, role).getConnection();
  }

  public PGSimpleDataSource dataSource(ServiceDatabase database, String role) {
    return dataSource(database.id(), role);
  }

  private PGSimpleDataSource dataSource(String database, String role) {
    return new Login(role, roles().resolve(role)).to(port, database);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("giftwarden-test-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path home) {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
