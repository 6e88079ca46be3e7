package dev.giftwarden.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.wire.Http2;
import dev.giftwarden.acceptance.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Fields that HTTP/1.1 could not hold (RFC 9113, section 8.2.1): whoever writes them down as
/// HTTP/1.1, or into a log, writes two lines.
class FieldsTest {
  private static final House HOUSE = House.started();

  static Stream<Arguments> fields() {
    return Stream.of(
        argumentSet("a name with a blank", "x y", "z"),
        argumentSet("a name with a colon", "x:y", "z"),
        argumentSet("a name of two lines", "x\r\ny", "z"),
        argumentSet("a name with NUL", "x\0", "z"),
        argumentSet("a name beyond ASCII", "x\u00e9", "z"),
        argumentSet("a second header", "x", "a\r\nHost: evil.example"),
        argumentSet("a line feed", "x", "a\nb"),
        argumentSet("a carriage return", "x", "a\rb"),
        argumentSet("NUL", "x", "a\0b"),
        argumentSet("DEL", "x", "a\u007fb"),
        argumentSet("a blank in front", "x", " a"),
        argumentSet("a blank behind", "x", "a\t"),
        argumentSet("a credential of two lines", "authorization", "Bearer a\r\nx: y"),
        argumentSet("a program of two lines", "user-agent", "a\nb"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  @DisplayName("E7 a field that HTTP/1.1 could not hold is refused over HTTP/2:")
  void refuses(String name, String value) throws IOException {
    for (Edge edge : Edge.all(HOUSE).toList()) {
      Optional<Wire.Answer> answer = ask(edge, "https", name, value);
      assertThat(answer.map(Wire.Answer::status)).as(edge.service()).contains(400);
      assertThat(answer.orElseThrow().text()).contains("/problems/malformed-request");
      assertThat(ask(edge, "https", "x", "a \u00e9\tb").map(Wire.Answer::status)).contains(200);
    }
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("E7 a scheme that is none of a web server is refused over HTTP/2")
  void refusesSchemes(Edge edge) throws IOException {
    for (String scheme : new String[] {"https://evil.example/", "ftp", "https\r\nx: y", "HTTPS "}) {
      assertThat(ask(edge, scheme, "x", "y").map(Wire.Answer::status)).as(scheme).contains(400);
    }
    assertThat(ask(edge, "https", "x", "y").map(Wire.Answer::status)).contains(200);
  }

  static Stream<Edge> edges() {
    return Edge.all(HOUSE);
  }

  private static Optional<Wire.Answer> ask(Edge edge, String scheme, String name, String value)
      throws IOException {
    var block = new ByteArrayOutputStream();
    Http2.literal(block, ":method", "GET");
    Http2.literal(block, ":scheme", scheme);
    Http2.literal(block, ":path", "/openapi");
    Http2.literal(block, ":authority", "localhost");
    Http2.literal(block, name, value);
    try (Http2 connection = edge.http2()) {
      int stream = connection.newStream();
      int all = Http2.END_HEADERS | Http2.END_STREAM;
      connection.frame(Http2.HEADERS, all, stream, block.toByteArray());
      return connection.ending(stream).answer();
    }
  }
}
