package dev.giftwarden.acceptance.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.certs.Hostile;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.ShownKey;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A stranger with a certificate that is made to be expensive, at every listener. The CPU is that
/// of the whole process, counted by the kernel.
class BeforeTrustTest {
  private static final House HOUSE = House.started();

  /// Of one accepted handshake; and what collectors and compilers may take beside it.
  private static final int MOST = 3;

  private static final Duration NOISE = Duration.ofMillis(400);

  private static final int HANDSHAKES = 40;
  private static final int STRANGERS = 12;
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir private static Path folder;

  private static TlsFolder partner;
  private static Map<String, Supplier<List<X509Certificate>>> hostile;

  @BeforeAll
  static void make() {
    Identity right = Partner.enterprise(HOUSE, "trust").certificate;
    partner = TlsFolder.open(Objects.requireNonNull(right.folder()), InstantSource.system());
    hostile = Hostile.ways(partner.chain().getLast());
  }

  /// A new one each time: the service remembers what it computed about the last.
  private static SSLContext giant(Service service) {
    List<X509Certificate> chain = Objects.requireNonNull(hostile.get(Hostile.GIANT)).get();
    var masked = Hostile.shownWith(partner.chain().getFirst().getPublicKey(), chain.getFirst());
    var shown = Stream.concat(Stream.of(masked), chain.stream().skip(1)).toList();
    return Tls13.context(
        new ShownKey(shown, partner.privateKey()), partner.trustingServer(id(service)));
  }

  private static SpiffeId.Service id(Service service) {
    return new SpiffeId.Service(service.name().toLowerCase(Locale.ROOT));
  }

  private static SSLContext accepted(Service service) {
    return Tls13.context(partner.keyManager(), partner.trustingServer(id(service)));
  }

  /// The first byte of HTTP/2 comes from a listener that has accepted the client.
  private static void shake(SSLContext tls, Service service) throws IOException {
    URI at = URI.create(HOUSE.ports().https(service));
    try (Socket plain = new Socket("localhost", at.getPort())) {
      plain.setSoTimeout(60_000);
      try (var socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", at.getPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        if (socket.getInputStream().read() < 0) {
          throw new IOException("closed");
        }
      }
    }
  }

  /// By an alert, which a client that is still writing may miss: then the connection is gone.
  private static void refused(SSLContext tls, Service service) {
    assertThatThrownBy(() -> shake(tls, service))
        .isInstanceOfAny(SSLException.class, SocketException.class)
        .message()
        .containsAnyOf("certificate_unknown", "Broken pipe", "Connection reset");
  }

  private static Duration cpu(Service service) {
    return ProcessHandle.of(HOUSE.stack().replica(service).pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("M1 a refused handshake costs a listener no more than three accepted ones")
  void costsLittle(Service service) throws IOException {
    SSLContext good = accepted(service);
    for (int i = 0; i < HANDSHAKES / 2; i++) {
      shake(good, service);
      refused(giant(service), service);
    }
    Duration before = cpu(service);
    for (int i = 0; i < HANDSHAKES; i++) {
      shake(good, service);
    }
    Duration between = cpu(service);
    for (int i = 0; i < HANDSHAKES; i++) {
      refused(giant(service), service);
    }
    Duration costOfGood = between.minus(before);
    assertThat(cpu(service).minus(between))
        .as("%s for %d accepted", costOfGood, HANDSHAKES)
        .isLessThan(costOfGood.multipliedBy(MOST).plus(NOISE));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("M1 twelve strangers with giant keys at once hold up nobody")
  void staysResponsive(Service service) throws Exception {
    try (var strangers = Executors.newFixedThreadPool(STRANGERS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < STRANGERS; i++) {
        all.add(strangers.submit(() -> refused(giant(service), service)));
      }
      long begun = System.nanoTime();
      shake(accepted(service), service);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  @Test
  @DisplayName("M1 U3 the check of a certificate costs no more, and says what is wrong")
  void checks() throws IOException {
    List<String> costly = List.of("DSA", "serial", "names");
    for (var row : hostile.entrySet()) {
      if (costly.stream().noneMatch(row.getKey()::contains)) {
        continue; // the route has a limit of its own
      }
      String pem = row.getValue().get().stream().map(Pem::encode).reduce("", String::concat);
      Path file = Files.writeString(folder.resolve("hostile.pem"), pem);
      Duration before = cpu(Service.AUTH);
      Reply report =
          HOUSE.curl(
              Identity.NONE,
              HOUSE.auth + "/v1/certificates/check",
              "--header",
              "Content-Type: application/x-pem-file",
              "--data-binary",
              "@" + file);
      assertThat(cpu(Service.AUTH).minus(before))
          .as(row.getKey())
          .isLessThan(NOISE.multipliedBy(3));
      assertThat(report.status()).as(row.getKey()).isEqualTo(200);
      assertThat(report.json().at("/accepted").asBoolean()).as(row.getKey()).isFalse();
      assertThat(report.json().at("/problems")).as(row.getKey()).isNotEmpty();
      assertThat(report.json().at("/serial").asText().length()).isLessThanOrEqualTo(40);
    }
  }
}
