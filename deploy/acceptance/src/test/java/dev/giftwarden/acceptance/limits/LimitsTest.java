package dev.giftwarden.acceptance.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.wire.Draft;
import dev.giftwarden.acceptance.wire.Http2;
import dev.giftwarden.acceptance.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How large a request may be, and what one HTTP/2 connection may hold: each bound is reached, and
/// not exceeded, and whoever exceeds one harms nobody else. The figures are those of
/// `auth-service/edge/LIMITS.md`.
class LimitsTest {
  private static final House HOUSE = House.started();
  private static final int STREAMS = 128;
  private static final int RESETS = 200;
  private static final int HEADER_BYTES = 16 * 1024;
  private static final String NOWHERE = "/v1/x";
  private static final String BATCH = "/v2/gifts/batch";
  private static final String SHEET = "/v2/recipients/import";
  private static final int LINE_BYTES = 4 * 1024;

  /// RFC 9113, section 7.
  private static final int REFUSED_STREAM = 7;

  private static final int ENHANCE_YOUR_CALM = 11;

  static Stream<Edge> edges() {
    return Edge.all(HOUSE);
  }

  @AfterEach
  void everybodyElseIsServed() {
    assertThat(edges()).allSatisfy(Edge::serves);
  }

  private interface Request {
    int status(Edge edge) throws IOException;
  }

  static Stream<Arguments> sizes() {
    return edges()
        .flatMap(edge -> {
          int body = edge.service().equals("auth") ? 64 * 1024 : 16 * 1024;
          return Stream.of(
              row(edge, "4 KiB of request line", 200, at -> line(at, LINE_BYTES)),
              row(edge, "4 KiB of request line and a byte", 414, at -> line(at, LINE_BYTES + 1)),
              row(edge, "16 KiB of headers", 200, at -> headers(at, HEADER_BYTES)),
              row(edge, "16 KiB of headers and a byte", 431, at -> headers(at, HEADER_BYTES + 1)),
              row(edge, "a body of the limit", 404, at -> announced(at, body, body)),
              row(edge, "a body of a byte more", 413, at -> announced(at, body + 1, 0)),
              row(edge, "a body of terabytes", 413, at -> announced(at, 99_999_999_999_999L, 0)),
              row(edge, "chunks of the limit", 404, at -> chunked(at, body, 0)),
              row(edge, "chunks of a byte more", 413, at -> chunked(at, body, 1)));
        });
  }

  static Stream<Arguments> batches() {
    int most = 1024 * 1024;
    int sheet = 10 * most;
    return edges()
        .filter(edge -> edge.service().equals("gift"))
        .flatMap(edge ->
            Stream.of(
                row(edge, "a batch of the limit", 401, at -> large(at, BATCH, most, most)),
                row(edge, "a batch of a byte more", 413, at -> large(at, BATCH, most + 1, 0)),
                row(
                    edge,
                    "a batch in chunks of a byte more",
                    413,
                    at -> chunked(at, BATCH, most, 1)),
                row(edge, "a sheet of the limit", 401, at -> large(at, SHEET, sheet, sheet)),
                row(edge, "a sheet of a byte more", 413, at -> large(at, SHEET, sheet + 1, 0))));
  }

  @ParameterizedTest(name = "{1} at {0}: {2}")
  @MethodSource("batches")
  @DisplayName("E7 G6 a batch of gifts, or a sheet, may be as large as LIMITS.md says, no larger")
  void batches(Edge edge, String what, int status, Request request) throws IOException {
    assertThat(request.status(edge)).as(what).isEqualTo(status);
  }

  private static int large(Edge edge, String path, long length, int sent) throws IOException {
    return post(edge, path, "Content-Length: " + length, "x".repeat(sent));
  }

  private static Arguments row(Edge edge, String what, int status, Request request) {
    return arguments(edge, what, status, request);
  }

  @ParameterizedTest(name = "{1} at {0}: {2}")
  @MethodSource
  @DisplayName("E7 a request may be as large as LIMITS.md says, and no larger")
  void sizes(Edge edge, String what, int status, Request request) throws IOException {
    assertThat(request.status(edge)).as(what).isEqualTo(status);
  }

  private static int line(Edge edge, int bytes) throws IOException {
    String rest = "GET /openapi?a= HTTP/1.1";
    Draft draft = Edge.openApi();
    draft.target += "?a=" + "x".repeat(bytes - rest.length());
    return edge.status(draft);
  }

  private static int headers(Edge edge, int bytes) throws IOException {
    String rest = "Host: localhost" + "X-A: ";
    return edge.status(Edge.openApi().header("X-A", "x".repeat(bytes - rest.length())));
  }

  private static int announced(Edge edge, long length, int sent) throws IOException {
    return post(edge, NOWHERE, "Content-Length: " + length, "x".repeat(sent));
  }

  private static int chunked(Edge edge, int bytes, int more) throws IOException {
    return chunked(edge, NOWHERE, bytes, more);
  }

  private static int chunked(Edge edge, String path, int bytes, int more) throws IOException {
    String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
    String last = more == 0 ? "0\r\n\r\n" : more + "\r\n" + "x".repeat(more) + "\r\n";
    return post(edge, path, "Transfer-Encoding: chunked", chunk.repeat(bytes / 0x1000) + last);
  }

  private static int post(Edge edge, String path, String length, String body) throws IOException {
    try (Wire wire = edge.dialer().dial(edge.url())) {
      String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n\r\n";
      wire.send((head + body).getBytes(US_ASCII));
      return wire.answer(false).orElseThrow().status();
    }
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("E7 headers and bodies over HTTP/2 have the same bounds")
  void sizesOverHttp2(Edge edge) throws IOException {
    Draft large = Edge.openApi().header("X-A", "x".repeat(HEADER_BYTES - 300));
    assertThat(edge.statusOverHttp2(large)).contains(200);
    Draft larger = Edge.openApi().header("X-A", "x".repeat(HEADER_BYTES));
    assertThat(edge.statusOverHttp2(larger)).isIn(Optional.of(431), Optional.empty());
    int body = edge.service().equals("auth") ? 64 * 1024 : 16 * 1024;
    // One window is less than 64 KiB, and we do not ask for a wider one.
    assertThat(edge.statusOverHttp2(post().body("x".repeat(16 * 1024)))).contains(404);
    if (body < 60_000) {
      assertThat(edge.statusOverHttp2(post().body("x".repeat(body + 1)))).contains(413);
    }
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("K8 over HTTP/2 a key in a target is found too, however large what is behind it")
  void keyBeforeTooMuch(Edge edge) throws IOException {
    Draft large = Edge.openApi().header("X-A", "x".repeat(2 * HEADER_BYTES));
    assertThat(edge.statusOverHttp2(large)).contains(431);
    large.target += "?key=gwk_test_" + "0".repeat(12);
    try (Http2 connection = edge.http2()) {
      int stream = connection.request(large);
      Wire.Answer answer = connection.ending(stream).answer().orElseThrow();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("/problems/key-in-url").doesNotContain("gwk_");
      assertThat(answer.header("x-request-id")).isNotEmpty();
      assertThat(connection.ending(stream).refusal().map(Http2.Frame::error)).contains(0);
      var behind = connection.next();
      while (behind.isPresent()) {
        assertThat((int) behind.get().type())
            .as("a second farewell, and nothing else")
            .isEqualTo(7);
        behind = connection.next();
      }
    }
  }

  private static Draft post() {
    return new Draft("POST", "/v1/x").header("Host", "localhost");
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("Z12 an HTTP/2 connection has 128 requests at once; one more is refused alone")
  void streams(Edge edge) throws IOException {
    try (Http2 connection = edge.http2()) {
      assertThat(connection.ending(connection.request(Edge.openApi())).answer()).isPresent();
      int stream = 0;
      for (int i = 0; i < STREAMS; i++) {
        stream = connection.newStream();
        connection.frame(Http2.HEADERS, Http2.END_HEADERS, stream, Http2.block(post()));
      }
      Http2.Ending over = connection.ending(connection.request(post()));
      assertThat(over.refusal().map(Http2.Frame::error)).contains(REFUSED_STREAM);
      connection.frame(Http2.DATA, Http2.END_STREAM, stream, new byte[0]);
      assertThat(connection.ending(stream).answer().map(Wire.Answer::status)).contains(404);
    }
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("Z12 an HTTP/2 connection may cancel 200 requests in 30 seconds (CVE-2023-44487)")
  void rapidResets(Edge edge) throws Exception {
    try (Http2 connection = edge.http2()) {
      connection.raw(resets(connection, RESETS));
      Http2.Ending served = connection.ending(connection.request(Edge.openApi()));
      assertThat(served.answer().map(Wire.Answer::status)).contains(200);
      assertThat(flooded(connection, List.of(resets(connection, 1)))).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  private static byte[] resets(Http2 connection, int count) {
    var flood = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      int stream = connection.newStream();
      byte[] block = Http2.block(post());
      flood.writeBytes(Http2.encoded(Http2.HEADERS, Http2.END_HEADERS, stream, block));
      flood.writeBytes(Http2.encoded(Http2.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
    }
    return flood.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("Z12 headers without end end the connection that sends them (CVE-2024-27316)")
  void continuations(Edge edge) throws Exception {
    byte[] block = Http2.block(Edge.openApi());
    var field = new ByteArrayOutputStream();
    Http2.literal(field, "x-a", "y".repeat(8_000));
    for (byte[] more : List.of(new byte[0], field.toByteArray())) {
      try (Http2 connection = edge.http2()) {
        int stream = connection.newStream();
        connection.frame(Http2.HEADERS, Http2.END_STREAM, stream, block);
        var flood = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
          flood.writeBytes(Http2.encoded(Http2.CONTINUATION, 0, stream, more));
        }
        assertThat(flooded(connection, List.of(flood.toByteArray()))).isGreaterThanOrEqualTo(0);
      }
    }
  }

  /// Floods until the end, which is awaited.
  ///
  /// @return the error that the server gave for the end, or 0
  private static int flooded(Http2 connection, List<byte[]> floods) throws Exception {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writing =
          thread.submit(() -> {
            try {
              for (byte[] flood : floods) {
                connection.raw(flood);
              }
            } catch (IOException _) {
              // The reader sees why.
            }
          });
      int error = 0;
      for (Optional<Http2.Frame> frame = connection.next();
          frame.isPresent();
          frame = connection.next()) {
        error = frame.get().type() == Http2.GOAWAY ? frame.get().error() : error;
      }
      writing.get();
      return error;
    }
  }
}
