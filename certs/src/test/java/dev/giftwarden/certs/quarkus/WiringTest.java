package dev.giftwarden.certs.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.OpenSsl;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import io.agroal.api.AgroalDataSource;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.grpc.runtime.GrpcServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The Quarkus wiring on real listeners: public HTTPS, internal gRPC, channels, rotation,
/// readiness.
@QuarkusTest
@QuarkusTestResource(GiftCertificates.class)
class WiringTest {
  private static final String GIFT = "spiffe://services.giftwarden.example/gift";

  @Inject PublicTls edge;
  @Inject InternalTls internal;
  @Inject Rotation rotation;
  @Inject @Readiness TlsReadiness readiness;
  @Inject ValueRegistry ports;
  @Inject DatabaseConfig database;
  @Inject @Any InjectableInstance<AgroalDataSource> sources;

  @GrpcClient("gift")
  Channel toItself;

  @GrpcClient("audit")
  Channel toAnother;

  @ConfigProperty(name = GiftCertificates.FOLDER)
  Path folder;

  Pki pki;

  @BeforeEach
  void openPki() {
    pki = Pki.open(folder.resolve("pki"), InstantSource.system());
  }

  @Test
  @DisplayName("M1 the public listener knows a partner by its certificate")
  void knowsPartner() throws Exception {
    pki.issuePartner("acme", "erp", folder.resolve("erp"));
    assertThat(get(presenting(folder.resolve("erp"))))
        .isEqualTo("spiffe://partners.giftwarden.example/account/acme/client/erp");
  }

  @Test
  @DisplayName("the public listener serves a client without a certificate as nobody")
  void knowsNobody() throws Exception {
    assertThat(get(new KeyManager[0])).isEqualTo("nobody");
  }

  @Test
  @DisplayName(
      "M1 the public listener refuses an operator where only partners are served: alert 46")
  void refusesOperator() {
    pki.issueOperator("alice", folder.resolve("alice"));
    assertThat(shakeAs(publicPort(), "alice", Kind.OPERATOR)).contains("SSL alert number 46");
  }

  @Test
  @DisplayName("Z3 a channel reaches the service that it is named after")
  void channelReachesItsName() {
    assertThat(whoAmI(toItself)).isEqualTo(GIFT);
  }

  @Test
  @DisplayName("Z3 a channel named audit refuses to talk to gift")
  void channelRefusesAnother() {
    assertThatThrownBy(() -> whoAmI(toAnother))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(e).rootCause().hasMessageContaining("expected spiffe://services");
            });
  }

  @Test
  @DisplayName("M1 the internal port refuses a partner: alert 46")
  void internalRefusesPartner() {
    pki.issuePartner("acme", "web", folder.resolve("web"));
    assertThat(shakeAs(internalPort(), "web", Kind.PARTNER)).contains("SSL alert number 46");
    assertThat(whoAmI(toItself)).isEqualTo(GIFT);
  }

  @Test
  @DisplayName("M1 the internal port refuses a client without a certificate: alert 116")
  void internalRefusesNobody() {
    assertThat(shake(internalPort())).contains("SSL alert number 116");
    assertThat(whoAmI(toItself)).isEqualTo(GIFT);
  }

  @Test
  @DisplayName("M1 whoever connects to the internal port is judged on threads kept for that")
  void internalJudgesElsewhere() {
    assertThat(shake(internalPort())).contains("SSL alert number 116");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .anyMatch(name -> name.startsWith(InternalHandshakes.THREAD));
  }

  @Test
  @DisplayName("M1 no CA is named, so that a client with its leaf alone finds its certificate")
  void namesNoCa() {
    assertThat(shake(internalPort())).contains("No client certificate CA names sent");
    assertThat(internal.folder().trustingClients(Set.of(Kind.PARTNER)).getAcceptedIssuers())
        .isEmpty();
  }

  @Test
  @DisplayName("Z1 neither port speaks TLS 1.2: alert 70")
  void onlyTls13() {
    assertThat(shake(publicPort(), "-tls1_2")).contains("SSL alert number 70");
    assertThat(shake(internalPort(), "-tls1_2")).contains("SSL alert number 70");
  }

  @Test
  @DisplayName(
      "readiness is red while the mounted pair does not fit, and the old pair stays in use")
  void brokenPairIsRed() throws Exception {
    Path key = folder.resolve("public").resolve("tls.key").toRealPath();
    String good = Files.readString(key);
    Files.writeString(key, Files.readString(folder.resolve("internal").resolve("tls.key")));
    rotation.look();
    assertThat(readiness.call().getData().orElseThrow())
        .extractingByKey("problem")
        .asString()
        .contains("tls.key is not the key of the certificate in tls.crt");
    assertThat(get(new KeyManager[0])).isEqualTo("nobody");
    Files.writeString(key, good);
    rotation.look();
    assertReady();
  }

  @Test
  @DisplayName(
      "both listeners prove themselves, before and after a rotation that nothing restarts for")
  void rotates() throws Exception {
    assertReady();
    String old = internal.folder().own().serial();
    pki.renew(folder.resolve("internal"));
    pki.renew(folder.resolve("public"));
    rotation.look();
    assertThat(internal.folder().own().serial()).isNotEqualTo(old);
    assertReady();
    assertThat(whoAmI(toItself)).isEqualTo(GIFT);
    assertThat(get(new KeyManager[0])).isEqualTo("nobody");
  }

  @Test
  @DisplayName("C3 a volume of all roles may hold how the kubelet swaps it")
  void databaseRoles() throws IOException {
    Path swapped = folder.resolve("database").resolve("..2026");
    Files.createDirectories(swapped.resolve("gift"));
    assertThatCode(() -> new DatabaseCertificates(database, sources)).doesNotThrowAnyException();
    Path role = Files.createDirectories(folder.resolve("database").resolve("empty"));
    assertThatThrownBy(() -> new DatabaseCertificates(database, sources))
        .isInstanceOf(IOException.class);
    Files.delete(role);
  }

  @Test
  @DisplayName(
      "C3 who keeps a database connection is told of a change until the pool has marked all")
  void tellsUntilItIsSettled() throws IOException {
    var certificates = new DatabaseCertificates(database, sources);
    certificates.look();
    assertThat(certificates.generation()).isZero();
    pki.issuePartner("acme", "erp", folder.resolve("database").resolve("another"));
    for (int look = 1; look <= 6; look++) {
      certificates.look();
      assertThat(certificates.generation()).isEqualTo(look);
    }
    certificates.look();
    assertThat(certificates.generation()).isEqualTo(6);
  }

  private void assertReady() {
    var response = readiness.call();
    assertThat(response.getData()).isEmpty();
    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }

  private static String whoAmI(Channel channel) {
    return ClientCalls.blockingUnaryCall(channel, PeerGrpc.WHO_AM_I, CallOptions.DEFAULT, "");
  }

  private int publicPort() {
    return ports.get(HttpServer.HTTP_SERVER).getSecurePort();
  }

  private int internalPort() {
    return ports.get(GrpcServer.GRPC_SERVER).getPort();
  }

  private static KeyManager[] presenting(Path credentials) {
    return new KeyManager[] {TlsFolder.open(credentials, InstantSource.system()).keyManager()};
  }

  private SSLContext context(KeyManager[] shown) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    var trust = internal.folder().trustingServer(new SpiffeId.Service("gift"));
    context.init(shown, new TrustManager[] {trust}, null);
    return context;
  }

  private String get(KeyManager[] shown) throws Exception {
    int port = publicPort();
    try (HttpClient client = HttpClient.newBuilder().sslContext(context(shown)).build()) {
      var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/peer"));
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  /// OpenSSL's client sends its flight at once and then reads what the server thinks of it; the
  /// JDK's may still be writing when the server has closed.
  private String shake(int port, String... options) {
    List<String> command =
        new ArrayList<>(List.of("s_client", "-connect", "localhost:" + port, "-ign_eof"));
    command.addAll(List.of("-alpn", "h2"));
    command.addAll(List.of(options));
    try {
      return OpenSsl.run(folder, command);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String shakeAs(int port, String credentials, Kind kind) {
    String ca = "pki/" + kind.name().toLowerCase(Locale.ROOT) + "s/ca.crt";
    String leaf = credentials + "/tls.crt";
    return shake(port, "-cert", leaf, "-key", credentials + "/tls.key", "-cert_chain", ca);
  }
}
