package dev.giftwarden.acceptance.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.wire.Draft;
import dev.giftwarden.acceptance.wire.Http2;
import dev.giftwarden.acceptance.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What strangers who send much and leave can have the services write into their logs.
class LogBytesTest {
  private static final House HOUSE = House.started();

  /// Each is sent this often to each service.
  private static final int TIMES = 2;

  private static final int REQUESTS = 400;
  private static final long SEED = 20_261_129L;

  /// What goes on beside it in a house where other tests have just run: a thousandth of what one
  /// attack used to write.
  private static final long OTHERS = 20_000;

  private interface Attack {
    /// @return the bytes sent
    long on(Edge edge) throws IOException;
  }

  private static Map<String, Attack> attacks() {
    Map<String, Attack> attacks = new LinkedHashMap<>();
    attacks.put("pipelined requests, and away", edge -> pipelined(edge, unknown(edge)));
    attacks.put("pipelined requests that are open", edge -> pipelined(edge, Edge.openApi()));
    attacks.put(
        "pipelined bodies, and away",
        edge -> pipelined(edge, new Draft("POST", "/v1/x").header("Host", "localhost").body("{}")));
    attacks.put("pipelined for another host", edge -> pipelined(edge, misdirected(edge)));
    attacks.put("HTTP/2 requests, and away", edge -> streams(edge, unknown(edge), false));
    attacks.put("HTTP/2 answers, and away", edge -> streams(edge, Edge.openApi(), false));
    attacks.put("HTTP/2 requests that are reset", edge -> streams(edge, unknown(edge), true));
    attacks.put("HTTP/2 answers that are reset", edge -> streams(edge, Edge.openApi(), true));
    attacks.put("half a body, and away", edge -> begun(edge));
    attacks.put("garbage in place of TLS", LogBytesTest::noTls);
    attacks.put("garbage in place of HTTP", edge -> garbage(edge, "http/1.1"));
    attacks.put("garbage in place of HTTP/2", edge -> garbage(edge, "h2"));
    return attacks;
  }

  @Test
  @DisplayName("Z12 who sends and leaves has less written into a log than they sent, and no ERROR")
  void bytes() throws IOException {
    List<String> complaints = new ArrayList<>();
    for (Map.Entry<String, Attack> attack : attacks().entrySet()) {
      for (Edge edge : Edge.all(HOUSE).toList()) {
        Path log = HOUSE.home().logs().resolve(edge.service() + ".log");
        long before = Files.size(log);
        long sent = 0;
        for (int i = 0; i < TIMES; i++) {
          sent += attack.getValue().on(edge);
        }
        // Whatever was in a queue has been taken from it when as many new connections were served:
        // two each time.
        for (int i = 0; i < 10; i++) {
          edge.serves();
        }
        String written = written(log, before);
        String name = attack.getKey() + " at " + edge.service();
        System.out.printf("log: %s: %d bytes for %d%n", name, written.length(), sent);
        if (written.contains("\"level\":\"ERROR\"") || written.length() > sent / 10 + OTHERS) {
          complaints.add(name + ": " + written.length() + " bytes for " + sent + ":\n" + written);
        }
      }
    }
    assertThat(complaints).isEmpty();
  }

  private static String written(Path log, long since) throws IOException {
    byte[] all = Files.readAllBytes(log);
    return new String(all, (int) since, all.length - (int) since, ISO_8859_1);
  }

  /// Asks for what it may not have, with a key that is none.
  private static Draft unknown(Edge edge) {
    String path =
        switch (edge.service()) {
          case "auth" -> "/v1/accounts/acme";
          case "gift" -> "/v1/gifts";
          default -> "/v1/audit/events";
        };
    return new Draft("GET", path).header("Host", "localhost").header("X-Api-Key", "gwk_live_x");
  }

  private static Draft misdirected(Edge edge) {
    return unknown(edge).without("Host").header("Host", "gift.example");
  }

  private static long pipelined(Edge edge, Draft draft) {
    var requests = new ByteArrayOutputStream();
    for (int i = 0; i < REQUESTS; i++) {
      requests.writeBytes(draft.bytes());
    }
    try (Wire wire = edge.dialer().dial(edge.url())) {
      wire.send(requests.toByteArray());
    } catch (IOException _) {
      // It was shown the door before it had said all.
    }
    return requests.size();
  }

  private static long streams(Edge edge, Draft draft, boolean reset) throws IOException {
    var frames = new ByteArrayOutputStream();
    try (Http2 connection = edge.http2()) {
      byte[] block = Http2.block(draft);
      for (int i = 0; i < 100; i++) {
        int stream = connection.newStream();
        int flags = Http2.END_HEADERS | Http2.END_STREAM;
        frames.writeBytes(Http2.encoded(Http2.HEADERS, flags, stream, block));
        if (reset) {
          frames.writeBytes(Http2.encoded(Http2.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
        }
      }
      connection.raw(frames.toByteArray());
    }
    return frames.size();
  }

  private static long begun(Edge edge) throws IOException {
    byte[] half =
        "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\ngrant"
            .getBytes(ISO_8859_1);
    for (int i = 0; i < 50; i++) {
      try (Wire wire = edge.dialer().dial(edge.url())) {
        wire.send(half);
      }
    }
    return 50L * half.length;
  }

  private static long noTls(Edge edge) throws IOException {
    byte[] noise = noise();
    for (int i = 0; i < 50; i++) {
      try (Socket socket = edge.dialer().open(edge.url())) {
        socket.getOutputStream().write(noise);
      }
    }
    return 50L * noise.length;
  }

  private static long garbage(Edge edge, String protocol) {
    byte[] noise = noise();
    for (int i = 0; i < 50; i++) {
      try (Wire wire = edge.dialer().dial(edge.url(), protocol)) {
        wire.send(noise);
      } catch (IOException | UncheckedIOException _) {
        // It was shown the door before it had said all.
      }
    }
    return 50L * noise.length;
  }

  private static byte[] noise() {
    byte[] noise = new byte[2_000];
    new Random(SEED).nextBytes(noise);
    return noise;
  }
}
