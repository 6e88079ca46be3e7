package dev.giftwarden.local.stack;

import dev.giftwarden.certs.Pki;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How a packaged service is started: which program, with which configuration.
final class Launch {

  /// Links lead to the first replica; the others listen beside it.
  private static final String ANY_PORT = "0";

  /// Calls in a minute that no machine of one person makes.
  private static final String UNMET = "100000000";

  private static final List<String> QUOTAS =
      List.of(
          "STANDARD_PER_KEY",
          "STANDARD_PER_CLIENT",
          "STANDARD_PER_ACCOUNT",
          "ENTERPRISE_PER_KEY",
          "ENTERPRISE_PER_CLIENT",
          "ENTERPRISE_PER_ACCOUNT",
          "PER_ADDRESS");

  private final Home home;
  private final Ports ports;
  private final Certificates certificates;

  Launch(Home home, Ports ports, Certificates certificates) {
    this.home = home;
    this.ports = ports;
    this.certificates = certificates;
  }

  /// The running service; its output is appended to `log`.
  ProcessBuilder service(Replica.Seat seat, Program program, Path log) throws IOException {
    return process(seat, program, home.roles(seat.service()), log);
  }

  /// The environment of the first process of a service.
  Map<String, String> configuration(Service service) {
    return configuration(seat(service), home.roles(service));
  }

  private Replica.Seat seat(Service service) {
    Routes routes = Routes.straight(ports);
    return new Replica.Seat(service, service.id(), ports.of(service), routes, Map.of());
  }

  /// Migrates as the owner of the database, and ends.
  ProcessBuilder migration(Service service, Program program, Path log) throws IOException {
    return process(seat(service), program.brief("migrate"), home.migration(service), log);
  }

  private ProcessBuilder process(Replica.Seat seat, Program program, Path roles, Path log)
      throws IOException {
    ProcessBuilder process = new ProcessBuilder(program.commandLine());
    Map<String, String> environment = process.environment();
    environment.keySet().removeIf(Launch::wouldConfigure);
    environment.putAll(configuration(seat, roles));
    environment.putAll(seat.settings());
    Path workingFolder = home.records().resolve(seat.name() + "-service");
    Files.createDirectories(workingFolder);
    return process
        .directory(workingFolder.toFile())
        .redirectInput(Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log.toFile()));
  }

  /// What happens to be set in the terminal must not change the services.
  private static boolean wouldConfigure(String variable) {
    return variable.startsWith("QUARKUS_") || variable.startsWith("GIFTWARDEN_");
  }

  private Map<String, String> configuration(Replica.Seat seat, Path roles) {
    Service service = seat.service();
    Ports.Of own = seat.ports();
    Routes routes = seat.routes();
    Map<String, String> configuration = new TreeMap<>();
    configuration.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(own.https()));
    configuration.put("QUARKUS_GRPC_SERVER_PORT", Integer.toString(own.grpc()));
    configuration.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(own.management()));
    configuration.put("GIFTWARDEN_TLS_INTERNAL_FOLDER", certificates.internal(service).toString());
    configuration.put("GIFTWARDEN_TLS_PUBLIC_FOLDER", certificates.edge(service).toString());
    configuration.put("GIFTWARDEN_DATABASE_ADDRESS", localhost(routes.database()));
    configuration.put("GIFTWARDEN_DATABASE_FOLDER", roles.toString());
    // Whoever tries something out, tests or measures is not to meet a quota by chance.
    QUOTAS.forEach(quota -> configuration.put("GIFTWARDEN_QUOTA_" + quota, UNMET));
    configuration.put("GIFTWARDEN_AUTH_ISSUER", ports.https(Service.AUTH));
    configuration.put("GIFTWARDEN_AUTH_ADDRESS", localhost(routes.auth()));
    configuration.put("GIFTWARDEN_AUDIT_ADDRESS", localhost(routes.audit()));
    Pki pki = Pki.open(home.pki(), InstantSource.system());
    configuration.put("GIFTWARDEN_AUDIT_VERIFIER_KEY", pki.checkpointVerifier().toString());
    if (service == Service.AUTH) {
      configuration.put("GIFTWARDEN_PARTNERS_FOLDER", certificates.partnerCa().toString());
    }
    if (service == Service.GIFT) {
      boolean first = own.equals(ports.of(Service.GIFT));
      configuration.put(
          "GIFTWARDEN_CLAIM_PORT", first ? Integer.toString(ports.claim()) : ANY_PORT);
      configuration.put("GIFTWARDEN_CLAIM_ADDRESS", "https://localhost:" + ports.claim());
      configuration.put("GIFTWARDEN_KEYS_FOLDER", certificates.recipientKeys().toString());
    }
    if (service == Service.AUDIT) {
      configuration.put("GIFTWARDEN_CHECKPOINT_SIGNER_KEY", pki.checkpointSigner().toString());
    }
    return configuration;
  }

  private static String localhost(int port) {
    return "localhost:" + port;
  }
}
