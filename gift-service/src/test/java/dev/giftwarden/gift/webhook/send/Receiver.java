package dev.giftwarden.gift.webhook.send;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// A partner's endpoint: real HTTPS on this machine, under the name `localhost`, by a certificate
/// of roots that only [#trust] adds.
final class Receiver implements AutoCloseable {
  private static final TestDatabase DATABASE = TestDatabase.ofThisJvm();

  private final HttpsServer server;
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final AtomicReference<Answering> answering = new AtomicReference<>(_ -> 204);

  /// What came.
  record Got(String path, String id, String timestamp, String signature, String body) {}

  /// What is answered to it.
  @FunctionalInterface
  interface Answering {
    int to(Got got) throws IOException;
  }

  private Receiver(HttpsServer server) {
    this.server = server;
  }

  static Receiver start() {
    try {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      SSLContext tls = SSLContext.getInstance("TLS");
      var own = TlsFolder.open(folder(), InstantSource.system());
      tls.init(new KeyManager[] {own.keyManager()}, null, null);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      var receiver = new Receiver(server);
      server.createContext("/", receiver::handle);
      server.start();
      return receiver;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized Path folder() {
    Path folder = DATABASE.home().resolve("receiver");
    if (!folder.resolve("tls.crt").toFile().exists()) {
      DATABASE.pki().issueService("receiver", List.of("localhost"), folder);
    }
    return folder;
  }

  /// The platform's roots and those of the tests.
  static SSLContext trust() {
    return Trust.context(Optional.of(folder().resolve("ca.crt")));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var one =
          new Got(
              exchange.getRequestURI().toString(),
              headers.getFirst("webhook-id"),
              headers.getFirst("webhook-timestamp"),
              headers.getFirst("webhook-signature"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      got.add(one);
      int status = answering.get().to(one);
      if (status >= 300 && status < 400) {
        exchange.getResponseHeaders().add("location", url("/elsewhere"));
      }
      if (status == 503) {
        exchange.getResponseHeaders().add("retry-after", "60");
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  void answer(Answering how) {
    answering.set(how);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String path) {
    return "https://localhost:" + port() + path;
  }

  List<Got> got() {
    return got;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
