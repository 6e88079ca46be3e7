package dev.giftwarden.acceptance.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.wire.Draft;
import dev.giftwarden.acceptance.wire.GoodCaller;
import dev.giftwarden.acceptance.wire.Http2;
import dev.giftwarden.acceptance.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Callers who take their time, to hold what others need. All of them at once, at each service, on
/// connections that never fall silent, so that no idle timeout would end them.
class SlowTest {
  private static final House HOUSE = House.started();

  /// Ten seconds by configuration; the rest is for a busy machine.
  private static final Duration CUT_OFF = Duration.ofSeconds(40);

  /// More than all threads that could read bodies.
  private static final int SLOW_BODIES = 300;

  private static final Map<String, String> EDGES =
      Map.of("auth", HOUSE.auth, "gift", HOUSE.gift, "audit", HOUSE.audit);

  private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();

  @Test
  @DisplayName("E7 Z12 slow handshakes, heads and bodies are cut off in bounded time")
  void slowCallersAreCutOff() throws Exception {
    Map<String, Future<String>> ends = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EDGES.forEach((service, url) ->
          callers(service, url)
              .forEach((name, caller) -> ends.put(service + " " + name, threads.submit(caller))));
      Map<String, String> seen = new LinkedHashMap<>();
      try {
        for (Map.Entry<String, Future<String>> end : ends.entrySet()) {
          seen.put(end.getKey(), end.getValue().get(CUT_OFF.toSeconds(), TimeUnit.SECONDS));
        }
      } finally {
        drip.shutdownNow();
        ends.values().forEach(end -> end.cancel(true)); // who is not cut off would wait for ever
      }
      assertThat(seen)
          .allSatisfy((name, end) ->
              assertThat(end)
                  .as(name)
                  .isEqualTo(name.contains("(408)") ? "408 request-timeout" : "closed"));
    }
  }

  private Map<String, Callable<String>> callers(String service, String url) {
    Wire.Dialer dialer = Wire.Dialer.of(HOUSE, Identity.NONE, service);
    Map<String, Callable<String>> callers = new LinkedHashMap<>();
    callers.put("says nothing", () -> silent(url, new byte[0]));
    callers.put(
        "half a ClientHello",
        () -> silent(url, new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}));
    callers.put(
        "a slow head (408)",
        () -> http1(dialer, url, "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ", "a"));
    callers.put(
        "slow headers (408)",
        () -> http1(dialer, url, "GET / HTTP/1.1\r\nHost: localhost\r\n", "A: b\r\n"));
    callers.put("a slow request line (408)", () -> http1(dialer, url, "GET /", "a"));
    callers.put("a second slow head (408)", () -> second(dialer, url));
    callers.put(
        "a slow body (408)",
        () ->
            http1(
                dialer,
                url,
                "POST /v1/gifts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n",
                "1"));
    callers.put(
        "slow chunks (408)",
        () ->
            http1(
                dialer,
                url,
                "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
                "1\r\na\r\n"));
    callers.put("a slow HTTP/2 body (408)", () -> http2Body(dialer, url));
    callers.put("slow HTTP/2 headers", () -> http2Headers(dialer, url));
    callers.put("a slow HTTP/2 frame", () -> http2Frame(dialer, url));
    return callers;
  }

  private static String silent(String url, byte[] first) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort())) {
      socket.setSoTimeout((int) CUT_OFF.toMillis());
      socket.getOutputStream().write(first);
      return ended(socket);
    }
  }

  private static String ended(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      return "closed";
    } catch (java.net.SocketTimeoutException _) {
      return "open";
    } catch (IOException _) {
      return "closed";
    }
  }

  /// Sends the start at once, and then the same piece for ever.
  private String http1(Wire.Dialer dialer, String url, String start, String piece)
      throws IOException {
    try (Wire wire = dialer.dial(url)) {
      wire.send(start.getBytes(US_ASCII));
      return answered(wire, piece.getBytes(US_ASCII));
    }
  }

  private String second(Wire.Dialer dialer, String url) throws IOException {
    try (Wire wire = dialer.dial(url)) {
      wire.send("GET /openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      assertThat(wire.answer(false).orElseThrow().status()).isEqualTo(200);
      wire.send("GET".getBytes(US_ASCII));
      return answered(wire, "T".getBytes(US_ASCII));
    }
  }

  private String answered(Wire wire, byte[] piece) throws IOException {
    Future<?> dripping = every(() -> wire.send(piece));
    try {
      return outcome(wire.answer(false));
    } finally {
      dripping.cancel(false);
    }
  }

  private static String outcome(Optional<Wire.Answer> answer) {
    return answer
        .map(it -> it.status() + " " + it.text().replaceAll(".*/problems/([a-z-]+)\".*", "$1"))
        .orElse("closed");
  }

  private interface Piece {
    void send() throws IOException;
  }

  private Future<?> every(Piece piece) {
    return drip.scheduleWithFixedDelay(
        () -> {
          try {
            piece.send();
          } catch (IOException _) {
            // Whoever reads the other side sees the end.
          }
        },
        500,
        500,
        TimeUnit.MILLISECONDS);
  }

  private static Draft get() {
    return new Draft("GET", "/openapi").header("Host", "localhost");
  }

  private String http2Body(Wire.Dialer dialer, String url) throws IOException {
    try (Http2 connection = Http2.open(dialer, url)) {
      int stream = connection.newStream();
      Draft post = new Draft("POST", "/v1/gifts").header("Host", "localhost");
      connection.frame(Http2.HEADERS, Http2.END_HEADERS, stream, Http2.block(post));
      Future<?> dripping = every(() -> connection.frame(Http2.DATA, 0, stream, new byte[] {'1'}));
      try {
        return outcome(connection.ending(stream).answer());
      } finally {
        dripping.cancel(false);
      }
    }
  }

  private String http2Headers(Wire.Dialer dialer, String url) throws IOException {
    try (Http2 connection = Http2.open(dialer, url)) {
      int stream = connection.newStream();
      connection.frame(Http2.HEADERS, Http2.END_STREAM, stream, Http2.block(get()));
      return http2Ended(
          connection, () -> connection.frame(Http2.CONTINUATION, 0, stream, new byte[0]));
    }
  }

  private String http2Frame(Wire.Dialer dialer, String url) throws IOException {
    try (Http2 connection = Http2.open(dialer, url)) {
      byte[] frame = Http2.encoded(Http2.HEADERS, 0, connection.newStream(), new byte[4_000]);
      connection.raw(java.util.Arrays.copyOf(frame, 20));
      return http2Ended(connection, () -> connection.raw(new byte[] {0}));
    }
  }

  private String http2Ended(Http2 connection, Piece piece) throws IOException {
    Future<?> dripping = every(piece);
    try {
      while (connection.next().isPresent()) {
        // Settings, and a farewell perhaps.
      }
      return "closed";
    } finally {
      dripping.cancel(false);
    }
  }

  @Test
  @DisplayName("E7 Z12 hundreds of slow bodies hold no thread: tokens are issued meanwhile")
  void slowBodiesHoldNoThread() throws IOException {
    Wire.Dialer dialer = Wire.Dialer.of(HOUSE, Identity.NONE, "auth");
    String head =
        "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
            + " application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\ngrant_type=";
    List<Wire> slow = new ArrayList<>();
    try (var good = new GoodCaller(HOUSE)) {
      good.call(made -> made < 20);
      for (int i = 0; i < SLOW_BODIES; i++) {
        Wire wire = dialer.dial(HOUSE.auth);
        wire.send(head.getBytes(ISO_8859_1));
        slow.add(wire);
        if (i % 50 == 49) {
          good.call(made -> made < 5);
        }
      }
      List<Duration> during = good.call(made -> made < 20);
      assertThat(GoodCaller.p99(during)).isLessThan(Duration.ofSeconds(5));
    } finally {
      slow.forEach(Wire::close);
    }
  }
}
