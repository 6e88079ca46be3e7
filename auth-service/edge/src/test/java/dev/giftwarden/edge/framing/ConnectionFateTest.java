package dev.giftwarden.edge.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.edge.access.EdgeStack;
import dev.giftwarden.testkit.Tls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the rows come to at a listener: each is one request, and behind it, in the same bytes,
/// comes another.
@QuarkusTest
@QuarkusTestResource(EdgeStack.class)
class ConnectionFateTest {
  private static final String NEXT = "GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @ConfigProperty(name = "edge.test.folder")
  Path folder;

  @ConfigProperty(name = "test.url.ssl")
  URI service;

  static Stream<FramingRows.Row> rows() {
    return FramingRows.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  @DisplayName("E7 M3 a request is one to every reader, or is refused and ends its connection")
  void fate(FramingRows.Row row) throws IOException {
    try (SSLSocket socket = dial()) {
      socket.getOutputStream().write((row.request() + NEXT).getBytes(ISO_8859_1));
      assertThat(outcome(socket)).isEqualTo(row.outcome());
    }
  }

  @Test
  @DisplayName("E7 what came whole before a fault is answered first")
  void before() throws IOException {
    String good = "GET /v1/things/public HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (SSLSocket socket = dial()) {
      socket.getOutputStream().write((good + good + "G T\r\n\r\n" + NEXT).getBytes(ISO_8859_1));
      var in = new BufferedInputStream(socket.getInputStream());
      assertThat(List.of(status(in), status(in), status(in), status(in)))
          .containsExactly("200", "200", "400", "");
    }
  }

  @Test
  @DisplayName("E7 a body that is waited for (100) is read, and the next request too")
  void continued() throws IOException {
    String head =
        "POST /v1/things HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    try (SSLSocket socket = dial()) {
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      var in = new BufferedInputStream(socket.getInputStream());
      assertThat(status(in)).isEqualTo("100");
      socket.getOutputStream().write(("2\r\n{}\r\n0\r\n\r\n" + NEXT).getBytes(ISO_8859_1));
      assertThat(List.of(status(in), status(in))).containsExactly("401", "404");
    }
  }

  @Test
  @DisplayName("E7 U3 who is refused in the middle of a long body can send it all, and reads why")
  void refusedWhileSending() throws IOException {
    byte[] body = new byte[4_000_000];
    String head =
        "POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length);
    try (SSLSocket socket = dial()) {
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.getOutputStream().write(body);
      var in = new BufferedInputStream(socket.getInputStream());
      assertThat(List.of(status(in), status(in))).containsExactly("413", "");
    }
  }

  @Test
  @DisplayName(
      "E7 U3 Z12 who is slow to send what was refused has time, who sends for ever is cut off")
  void sendingForEver() throws IOException {
    String head =
        "POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400000000000\r\n\r\n";
    try (SSLSocket socket = dial()) {
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      var in = new BufferedInputStream(socket.getInputStream());
      assertThat(status(in)).isEqualTo("413");
      long answered = System.nanoTime();
      send(socket, answered + 5_000_000_000L);
      assertThatThrownBy(() -> send(socket, answered + 30_000_000_000L))
          .isInstanceOf(SocketException.class);
    }
  }

  private static void send(SSLSocket socket, long end) throws IOException {
    byte[] piece = new byte[16_000];
    while (System.nanoTime() < end) {
      socket.getOutputStream().write(piece);
    }
  }

  private SSLSocket dial() throws IOException {
    TlsFolder trust = TlsFolder.open(folder.resolve("internal"), InstantSource.system());
    var context = Tls.asNobody(trust, "gift");
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", service.getPort());
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName("localhost")));
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String outcome(SSLSocket socket) throws IOException {
    var in = new BufferedInputStream(socket.getInputStream());
    String first = status(in);
    String second = status(in);
    return switch (second) {
      case "" -> first + " closed";
      case "404" -> first + " open";
      default -> first + " and then " + second;
    };
  }

  /// @return of the next answer, or nothing at the end
  private static String status(InputStream in) throws IOException {
    try {
      String start = line(in);
      if (start.isEmpty()) {
        return "";
      }
      int length = 0;
      for (String field = line(in); !field.isEmpty(); field = line(in)) {
        if (field.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(field.substring(15).strip());
        }
      }
      in.skipNBytes(length);
      return start.substring(9, 12);
    } catch (SocketException _) {
      return ""; // reset: as ended as a close
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
