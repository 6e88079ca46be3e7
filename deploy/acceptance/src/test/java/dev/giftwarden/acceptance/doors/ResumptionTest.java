package dev.giftwarden.acceptance.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.Handshake;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.stack.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A resumed session would answer with the identity of an earlier handshake. No listener hands out
/// what could be resumed, takes what somebody brings, or speaks a version in which it could be.
class ResumptionTest {
  private static final House HOUSE = House.started();

  /// An answer to [Listener#words], or the server's own words at the end of a connection.
  private static final Pattern ANSWER = Pattern.compile("HTTP/|FATAL|server_version");

  @TempDir private static Path folder;

  private static Identity partner;
  private static Identity service;
  private static Identity role;
  private static Path foreignSession;

  @BeforeAll
  static void identities() {
    partner = Partner.enterprise(HOUSE, "resumption").certificate;
    service = HOUSE.issue("service", "gift", "--dns", "localhost");
    Pki.open(HOUSE.pki(), InstantSource.system()).issueDatabaseRole("gift", folder.resolve("r"));
    role = new Identity(folder.resolve("r"));
    foreignSession = foreignSession();
  }

  /// A session with a ticket, from a server that gives one: openssl's own.
  private static Path foreignSession() {
    Path session = folder.resolve("foreign");
    String script =
        """
        set -e
        openssl s_server -accept %1$d -cert %2$s -key %3$s -quiet -naccept 1 & server=$!
        trap 'kill $server 2>/dev/null || true' EXIT
        for i in $(seq 100); do
          (sleep 0.2; echo) | openssl s_client -connect localhost:%1$d -sess_out %4$s && break
          sleep 0.1
        done
        test -s %4$s
        """
            .formatted(FreePorts.find(1).getFirst(), service.certificate(), service.key(), session);
    Command.run(folder, "bash", "-c", script).succeeded();
    return session;
  }

  /// @param refusal of a client that shows no certificate
  record Listener(
      String name, int port, Identity good, String options, Request words, String refusal) {
    @Override
    public String toString() {
      return name;
    }

    Handshake connect(Identity identity, String... more) {
      String[] all = Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
      return Handshake.saying(
          words.text().getBytes(US_ASCII), ANSWER, "localhost:" + port, identity, all);
    }
  }

  static Stream<Listener> listeners() {
    Request http = Request.get("/v1/gifts");
    Request ready = Request.get("/q/health/live");
    String root = "-servername localhost -CAfile " + HOUSE.root();
    String database =
        "-starttls postgres -CAfile " + HOUSE.pki().resolve("database/ca.crt").toString();
    Stream<Listener> services =
        Stream.of(Service.values())
            .flatMap(s -> {
              var ports = HOUSE.ports().of(s);
              String grpc = root + " -alpn h2";
              return Stream.of(
                  new Listener(s + " public", ports.https(), partner, root, http, ""),
                  new Listener(s + " gRPC", ports.grpc(), service, grpc, http, "alert 116"),
                  new Listener(s + " management", ports.management(), partner, root, ready, ""));
            });
    Listener postgres =
        new Listener("PostgreSQL", HOUSE.ports().database(), role, database, http, "");
    return Stream.concat(services, Stream.of(postgres));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("listeners")
  @DisplayName("C13 TLS 1.3 and nothing older, whatever else is offered")
  void versions(Listener listener) {
    for (String old : List.of("-tls1_2", "-tls1_1 -cipher DEFAULT@SECLEVEL=0")) {
      assertThat(listener.connect(listener.good(), old).alert()).as(old).hasValue("alert 70");
    }
    assertThat(listener.connect(listener.good()).output()).contains("New, TLSv1.3, Cipher is");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("listeners")
  @DisplayName("C13 no ticket is given, and none is taken")
  void resumption(Listener listener) throws Exception {
    Path session = folder.resolve(listener.name().replace(' ', '-'));
    Handshake first = listener.connect(listener.good(), "-sess_out " + session);
    assertThat(first.output())
        .contains("New, TLSv1.3", "Verify return code: 0 (ok)")
        .doesNotContain("New Session Ticket");
    assertThat(Files.exists(session) && Files.size(session) > 0).isFalse();

    Handshake second = listener.connect(Identity.NONE, "-sess_in " + foreignSession);
    assertThat(second.output()).doesNotContain("Reused,");
    assertThat(second.alert().orElse("")).isEqualTo(listener.refusal());
  }

  @Test
  @DisplayName("C13 a connection that brings a session and no certificate has no identity")
  void noIdentity() {
    Partner acme = Partner.enterprise(HOUSE, "resuming");
    String token = acme.token(acme.key(List.of("gifts:read")), "gift");
    Request request = Request.get("/v1/gifts", "Authorization: Bearer " + token);
    Path own = folder.resolve("own");
    assertThat(request.outcome(HOUSE, acme.certificate, HOUSE.gift, "-sess_out " + own))
        .isEqualTo("200");
    Path brought = Files.exists(own) ? own : foreignSession; // the worse one, should there be one
    assertThat(request.outcome(HOUSE, Identity.NONE, HOUSE.gift, "-sess_in " + brought))
        .isEqualTo("401 certificate-required");
  }

  @Test
  @DisplayName("C13 without the guard a service does not start, and says what is missing")
  void withoutTheGuard() {
    Map<String, String> environment = new HashMap<>();
    Path given = HOUSE.home().given(Service.GIFT);
    List<Integer> free = FreePorts.find(3);
    environment.put("QUARKUS_HTTP_SSL_PORT", free.get(0).toString());
    environment.put("QUARKUS_GRPC_SERVER_PORT", free.get(1).toString());
    environment.put("QUARKUS_MANAGEMENT_PORT", free.get(2).toString());
    environment.put("GIFTWARDEN_TLS_INTERNAL_FOLDER", given.resolve("internal").toString());
    environment.put("GIFTWARDEN_TLS_PUBLIC_FOLDER", given.resolve("public").toString());
    environment.put("GIFTWARDEN_DATABASE_ADDRESS", "localhost:" + HOUSE.ports().database());
    environment.put("GIFTWARDEN_DATABASE_FOLDER", HOUSE.home().roles(Service.GIFT).toString());
    environment.put("GIFTWARDEN_AUTH_ISSUER", HOUSE.auth);
    environment.put("GIFTWARDEN_AUTH_ADDRESS", HOUSE.authGrpc);
    environment.put("GIFTWARDEN_AUDIT_ADDRESS", HOUSE.auditGrpc);
    environment.put("GIFTWARDEN_AUDIT_VERIFIER_KEY", verifierKey());
    environment.put("GIFTWARDEN_CLAIM_ADDRESS", "https://localhost:8444");
    environment.put("GIFTWARDEN_CLAIM_PORT", "0");
    environment.put("GIFTWARDEN_KEYS_FOLDER", HOUSE.pki().resolve("recipients").toString());
    Command service =
        Command.run(
            folder,
            Duration.ofMinutes(2),
            environment,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            Repository.ROOT.resolve("gift-service/target/quarkus-app/quarkus-run.jar").toString());
    assertThat(service.exit()).as(service.output()).isEqualTo(1);
    assertThat(service.output())
        .contains("refusing to start: TLS sessions could be resumed")
        .contains("-Djdk.tls.server.newSessionTicketCount=0");
  }

  private static String verifierKey() {
    return Pki.open(HOUSE.pki(), InstantSource.system()).checkpointVerifier().toString();
  }
}
