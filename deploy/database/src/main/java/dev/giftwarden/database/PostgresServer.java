package dev.giftwarden.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// A real PostgreSQL on the loopback interface of this machine, its programs taken from Maven
/// Central.
///
/// It speaks TLS 1.3 only, knows everybody by certificate, the superuser included, and loses no
/// commit when the machine does. It outlives a killed parent: [Postmaster] finds it.
///
/// Linux on x86-64 is tested; the programs for Linux on ARM and for macOS are there, untested.
public final class PostgresServer implements AutoCloseable {

  /// The first start unpacks the programs, makes the data directory and may share a slow disk.
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final PostgresSettings settings;
  private final EmbeddedPostgres postgres;

  private PostgresServer(PostgresSettings settings, EmbeddedPostgres postgres) {
    this.settings = settings;
    this.postgres = postgres;
  }

  /// Starts the server, checks that it is durable and closed, and makes the databases and roles
  /// that are missing.
  ///
  /// @throws IllegalStateException where the running server is not safe; it is stopped again
  /// @throws UncheckedIOException where it does not start; its log says why
  public static PostgresServer start(PostgresSettings settings) {
    try {
      Files.createDirectories(settings.log().getParent());
      PostgresServer server = new PostgresServer(settings, launch(settings));
      server.prepare();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
  }

  private static EmbeddedPostgres launch(PostgresSettings settings) throws IOException {
    Path superuser = settings.superuser();
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(settings.data())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(settings.port())
            .setPGStartupWait(START_LIMIT)
            .setOutputRedirector(Redirect.appendTo(settings.log().toFile()))
            .setLocaleConfig("locale-provider", "builtin")
            .setLocaleConfig("builtin-locale", "C.UTF-8")
            .setLocaleConfig("locale", "C")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setConnectConfig("sslmode", "verify-full")
            .setConnectConfig("sslcert", superuser.resolve("tls.crt").toString())
            .setConnectConfig("sslkey", superuser.resolve("tls.key").toString())
            .setConnectConfig("sslrootcert", superuser.resolve("ca.crt").toString())
            .setConnectConfig("pemKeyAlgorithm", "EC")
            .setDataDirectoryCustomizer(directory -> writeFiles(settings));
    if (settings.binaries() != null) {
      builder.setOverrideWorkingDirectory(settings.binaries().toFile());
    }
    return builder.start();
  }

  private static void writeFiles(PostgresSettings settings) {
    try {
      ServerFiles.write(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void prepare() {
    try (Connection superuser = superuser(ServiceDatabase.SUPERUSER)) {
      prepare(superuser);
    } catch (SQLException | RuntimeException e) {
      close();
      throw e instanceof RuntimeException unsafe
          ? unsafe
          : new IllegalStateException("PostgreSQL started, but could not be prepared", e);
    }
  }

  /// Checks that a server is durable and closed, and makes the databases and roles that are
  /// missing.
  ///
  /// @throws IllegalStateException where it is not safe
  public static void prepare(Connection superuser) throws SQLException {
    SafetyCheck.run(superuser);
    new Provisioning(superuser).run();
  }

  public int port() {
    return settings.port();
  }

  public boolean isAlive() {
    return Postmaster.of(settings.data()).isPresent();
  }

  /// A connection as `postgres` to one database, over TLS with its certificate.
  public Connection superuser(String database) throws SQLException {
    return postgres.getDatabase(ServiceDatabase.SUPERUSER, database).getConnection();
  }

  /// Makes the server show the certificate that is now in its folder to new connections. By signal
  /// and not by SQL: when the old certificate has ended, nobody can log in to ask for it.
  public void reloadCertificates() {
    Postmaster.of(settings.data()).orElseThrow().signal("HUP");
  }

  /// Ends the server as a lost machine would; the next start recovers what was committed. Returns
  /// when the last of its processes is gone: a new server does not start beside them.
  public void kill9() {
    Postmaster.of(settings.data()).orElseThrow().kill9();
    close();
  }

  /// Ends all connections, writes everything down and stops.
  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not stop", e);
    }
  }
}
