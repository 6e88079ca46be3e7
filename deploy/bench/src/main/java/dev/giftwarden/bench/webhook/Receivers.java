package dev.giftwarden.bench.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// Two endpoints of a partner on real TLS: one that takes what comes, and one that takes its time.
final class Receivers implements AutoCloseable {
  /// Not so long that the sender gives up waiting.
  private static final Duration SLOW = Duration.ofSeconds(10);

  private static final String QUICK_PATH = "/quick";
  private static final String SLOW_PATH = "/slow";

  private final ObjectMapper json = new ObjectMapper();
  private final InstantSource clock = InstantSource.system();
  private final Map<String, Instant> came = new ConcurrentHashMap<>();
  private final AtomicLong again = new AtomicLong();
  private final AtomicLong slow = new AtomicLong();
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Receivers(HttpsServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext(QUICK_PATH, this::take);
    server.createContext(SLOW_PATH, this::takeSlowly);
    server.start();
  }

  static Receivers start(BenchHouse house) {
    try {
      Path folder = house.file("receiver");
      Pki.open(house.home().pki(), InstantSource.system())
          .issueService("receiver", List.of("localhost"), folder);
      var own = TlsFolder.open(folder, InstantSource.system());
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(new KeyManager[] {own.keyManager()}, null, null);
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new Receivers(server);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String quick() {
    return url(QUICK_PATH);
  }

  String slow() {
    return url(SLOW_PATH);
  }

  private String url(String path) {
    return "https://localhost:" + server.getAddress().getPort() + path;
  }

  /// When each gift's message came first.
  Map<String, Instant> came() {
    return Map.copyOf(came);
  }

  /// Messages that came more than once.
  long again() {
    return again.get();
  }

  /// What the slow one has taken or has in hand.
  long atTheSlowOne() {
    return slow.get();
  }

  private void take(HttpExchange exchange) throws IOException {
    Instant now = clock.instant();
    try (exchange) {
      String gift = json.readTree(exchange.getRequestBody()).at("/data/gift").asText();
      if (came.putIfAbsent(gift, now) != null) {
        again.incrementAndGet();
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void takeSlowly(HttpExchange exchange) throws IOException {
    slow.incrementAndGet();
    try (exchange) {
      Thread.sleep(SLOW);
      exchange.sendResponseHeaders(204, -1);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
