package dev.giftwarden.bench.keycloak;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.load.Target;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.security.auth.x500.X500Principal;

/// Keycloak as its makers ship it, in production mode, on the same PostgreSQL, with a certificate
/// of ours, for the same client certificate.
public final class Keycloak implements AutoCloseable {

  /// The newest release when this was written.
  private static final String VERSION = "26.7.3";

  private static final Duration READY_LIMIT = Duration.ofMinutes(4);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String BODY = "grant_type=client_credentials&client_id=" + Realm.CLIENT;

  private final BenchHouse house;
  private final int port;
  private final Process process;
  private final Thread lastResort;

  private Keycloak(BenchHouse house, int port, Process process) {
    this.house = house;
    this.port = port;
    this.process = process;
    this.lastResort = new Thread(this::stop);
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /// Fetches and configures what a run before has not left, starts it, and returns when it has
  /// issued a token that is bound to the certificate.
  public static Keycloak start(Path project, BenchHouse house) {
    try {
      Path installation = install(project);
      house.createDatabase("keycloak");
      prepareRealm(house, installation);
      int port = FreePorts.find(1).getFirst();
      Process process = launch(house, installation, port);
      Keycloak keycloak = new Keycloak(house, port, process);
      keycloak.awaitBoundToken();
      return keycloak;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of the server: its script stays in front of it.
  public long pid() {
    return server().pid();
  }

  private ProcessHandle server() {
    return process.children().findFirst().orElse(process.toHandle());
  }

  public Target target() {
    Path body = house.file("keycloak.body", BODY);
    return Target.post(url(), house.clientPem(), body, FORM, List.of());
  }

  private String url() {
    return "https://localhost:%d/realms/%s/protocol/openid-connect/token"
        .formatted(port, Realm.NAME);
  }

  /// From Maven's registry; its build options are part of the installation.
  private static Path install(Path project) throws IOException {
    Path folder = project.resolve("deploy/bench/target/keycloak");
    Path installation = folder.resolve("keycloak-" + VERSION);
    Path done = folder.resolve("built-" + VERSION);
    if (Files.exists(done)) {
      return installation;
    }
    Files.createDirectories(folder);
    Shell.run(
        project.resolve("mvnw").toString(),
        "-q",
        "-B",
        "-f",
        project.resolve("deploy/bench/pom.xml").toString(),
        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
        "-Dartifact=org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip",
        "-DoutputDirectory=" + folder);
    Path archive = folder.resolve("keycloak-quarkus-dist-" + VERSION + ".zip");
    Shell.run("unzip", "-q", "-o", archive.toString(), "-d", folder.toString());
    Files.delete(archive);
    Shell.run(
        "env",
        "JAVA_HOME=" + System.getProperty("java.home"),
        installation.resolve("bin/kc.sh").toString(),
        "build",
        "--db=postgres",
        "--cache=local",
        "--health-enabled=true",
        "--https-client-auth=request");
    Files.createFile(done);
    return installation;
  }

  private static void prepareRealm(BenchHouse house, Path installation) throws IOException {
    Path credentials = Partner.ACME.credentials(house.home());
    TlsFolder partner = TlsFolder.open(credentials, InstantSource.system());
    String realm = Realm.json(name(partner.chain().getFirst()), name(partner.trusted().getFirst()));
    Path imports = Files.createDirectories(installation.resolve("data/import"));
    Files.writeString(imports.resolve(Realm.NAME + "-realm.json"), realm);
  }

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
  }

  private static Process launch(BenchHouse house, Path installation, int port) throws IOException {
    Path server = house.home().given(Service.AUTH).resolve("public");
    int management = FreePorts.find(1).getFirst();
    ProcessBuilder builder =
        new ProcessBuilder(
            installation.resolve("bin/kc.sh").toString(),
            "start",
            "--optimized",
            "--import-realm",
            "--http-host=127.0.0.1",
            "--https-port=" + port,
            "--http-management-port=" + management,
            "--hostname-strict=false",
            "--https-protocols=TLSv1.3",
            "--https-certificate-file=" + server.resolve("tls.crt"),
            "--https-certificate-key-file=" + server.resolve("tls.key"),
            "--https-trust-store-file=" + trustStore(house, server),
            "--https-trust-store-password=" + PASSWORD,
            // It verifies the chain once more for every token, with this one.
            "--truststore-paths=" + server.resolve("ca.crt"),
            "--cache=local",
            "--db-url=" + house.jdbcUrl("keycloak"),
            "--db-username=postgres");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // As our services: it saves Keycloak the making of tickets.
    builder.environment().put("JAVA_OPTS_APPEND", "-Djdk.tls.server.newSessionTicketCount=0");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(Redirect.to(house.home().logs().resolve("keycloak.log").toFile()))
        .start();
  }

  /// Of a file that holds public certificates.
  private static final String PASSWORD = "public";

  private static Path trustStore(BenchHouse house, Path server) throws IOException {
    Path file = house.file("keycloak-trust.p12");
    try (var out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate root : TlsFolder.open(server, InstantSource.system()).roots()) {
        store.setCertificateEntry(root.getSerialNumber().toString(16), root);
      }
      store.store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return file;
  }

  private void awaitBoundToken() {
    Instant limit = Instant.now().plus(READY_LIMIT);
    Path credentials = Partner.ACME.credentials(house.home());
    try (Caller caller = Caller.with(credentials, Service.AUTH.id())) {
      while (!hasIssued(caller)) {
        if (!process.isAlive() || Instant.now().isAfter(limit)) {
          throw new Failure("Keycloak did not start; its log is in " + house.home().logs());
        }
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /// @throws Failure where the token is not what ours are
  private boolean hasIssued(Caller caller) {
    Answer answer;
    try {
      answer = caller.post(url(), Map.of(), FORM, BODY);
    } catch (IOException e) {
      return false; // not listening yet
    }
    if (answer.status() == 404 || answer.status() >= 500) {
      return false;
    }
    if (answer.status() != 200) {
      throw new Failure("Keycloak answers " + answer.status() + ": " + answer.body());
    }
    String[] parts = answer.text("/access_token").split("\\.", 3);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
    if (!claims.contains("\"x5t#S256\"") || !header.contains("\"ES256\"")) {
      throw new Failure("Keycloak's token is not bound, or not ES256: " + header + claims);
    }
    return true;
  }

  private void stop() {
    ProcessHandle server = server();
    server.destroy();
    try {
      server.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      server.destroyForcibly();
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }
}
