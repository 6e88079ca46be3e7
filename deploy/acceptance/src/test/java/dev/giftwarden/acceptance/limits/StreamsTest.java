package dev.giftwarden.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.acceptance.wire.Draft;
import dev.giftwarden.acceptance.wire.Http2;
import dev.giftwarden.acceptance.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// HEADERS where no request can begin (RFC 9113, sections 5.1 and 5.1.1), frame by frame.
class StreamsTest {
  private static final House HOUSE = House.started();
  private static final int PROTOCOL_ERROR = 1;
  private static final int STREAM_CLOSED = 5;
  private static final int WHOLE = Http2.END_HEADERS | Http2.END_STREAM;
  private static final byte[] CANCEL = {0, 0, 0, 8};

  /// Initial windows of streams (RFC 9113, section 6.5.2).
  private static final byte[] ROOM_FOR_LITTLE = {0, 4, 0, 0, 1, 0};

  private static final byte[] ROOM = {0, 4, 0, 0, (byte) 0xff, (byte) 0xff};

  private static final byte[] BLOCK = Http2.block(Edge.openApi());

  static Stream<Edge> edges() {
    return Edge.all(HOUSE);
  }

  @AfterEach
  void everybodyElseIsServed() {
    assertThat(edges()).allSatisfy(Edge::serves);
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("E7 a second request on a stream that the client has ended ends the connection")
  void halfClosed(Edge edge) throws IOException {
    try (Http2 connection = edge.http2()) {
      connection.frame(Http2.HEADERS, WHOLE, 1, BLOCK);
      connection.frame(Http2.HEADERS, WHOLE, 1, BLOCK);
      assertThat(farewell(connection)).isEqualTo(STREAM_CLOSED);
    }
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("E7 a second request on a stream that is answered ends the connection")
  void closed(Edge edge) throws IOException {
    try (Http2 connection = edge.http2()) {
      int stream = connection.request(Edge.openApi());
      assertThat(connection.ending(stream).answer().map(Wire.Answer::status)).contains(200);
      connection.frame(Http2.HEADERS, WHOLE, stream, BLOCK);
      assertThat(farewell(connection)).isEqualTo(STREAM_CLOSED);
    }
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("E7 a request on a stream that was passed over ends the connection")
  void lower(Edge edge) throws IOException {
    try (Http2 connection = edge.http2()) {
      connection.frame(Http2.HEADERS, WHOLE, 5, BLOCK);
      connection.frame(Http2.HEADERS, WHOLE, 3, BLOCK);
      assertThat(farewell(connection)).isEqualTo(PROTOCOL_ERROR);
    }
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("E7 a request on a stream that the client has cancelled is refused alone")
  void cancelled(Edge edge) throws IOException {
    try (Http2 connection = edge.http2()) {
      int stream = connection.newStream();
      connection.frame(Http2.HEADERS, Http2.END_HEADERS, stream, BLOCK);
      connection.frame(Http2.RST_STREAM, 0, stream, CANCEL);
      connection.frame(Http2.HEADERS, WHOLE, stream, BLOCK);
      Http2.Ending ending = connection.ending(stream);
      assertThat(ending.refusal().map(Http2.Frame::type)).contains(Http2.RST_STREAM);
      assertThat(ending.refusal().map(Http2.Frame::error)).contains(STREAM_CLOSED);
      Http2.Ending next = connection.ending(connection.request(Edge.openApi()));
      assertThat(next.answer().map(Wire.Answer::status)).contains(200);
    }
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("E7 trailers end a request, and streams may be passed over")
  void allowed(Edge edge) throws IOException {
    try (Http2 connection = edge.http2()) {
      int stream = 0;
      for (int i = 0; i < 5; i++) {
        stream = connection.newStream();
      }
      connection.frame(Http2.HEADERS, Http2.END_HEADERS, stream, BLOCK);
      connection.frame(Http2.DATA, 0, stream, new byte[] {'{', '}'});
      var trailers = new ByteArrayOutputStream();
      Http2.literal(trailers, "x-a", "b");
      connection.frame(Http2.HEADERS, WHOLE, stream, trailers.toByteArray());
      assertThat(connection.ending(stream).answer().map(Wire.Answer::status)).contains(200);
    }
  }

  /// Half of them as they are sent, half with a part of the answer on the way, and more of it
  /// waiting for room, or being written.
  @Test
  @DisplayName("E7 an answer that nobody waits for any more takes no other of its connection along")
  void takenBack() throws IOException {
    Partner partner = Partner.enterprise(HOUSE, "taken-back");
    String token = partner.token(partner.sender(), "gift");
    Draft export = remembered(partner, token);

    try (Http2 connection =
        Http2.open(Wire.Dialer.of(HOUSE, partner.certificate, "gift"), HOUSE.gift)) {
      connection.frame(Http2.SETTINGS, 0, 0, ROOM_FOR_LITTLE);
      for (int i = 0; i < 60; i++) {
        int stream = connection.request(export);
        while (i % 2 == 0 && connection.next().orElseThrow().stream() != stream) {
          // settings, and what was said to those before
        }
        connection.frame(Http2.RST_STREAM, 0, stream, CANCEL);
      }
      connection.frame(Http2.SETTINGS, 0, 0, ROOM);
      Http2.Ending last = connection.ending(connection.request(Edge.openApi()));
      assertThat(last.answer().map(Wire.Answer::status)).contains(200);
      Http2.Ending whole = connection.ending(connection.request(export));
      assertThat(whole.answer().map(answer -> answer.text().lines().count()))
          .as("whoever wrote the others writes again")
          .contains(1000L);
    }
  }

  /// @return a request for all of a thousand recipients
  private static Draft remembered(Partner partner, String token) {
    String sheet =
        IntStream.range(0, 1000)
            .mapToObj("Ada,ada%d@example.org\n"::formatted)
            .collect(Collectors.joining("", "name,email\n", ""));
    Reply imported =
        HOUSE.curl(
            partner.certificate,
            HOUSE.gift + "/v2/recipients/import",
            "--header",
            "Content-Type: text/csv",
            "--data-binary",
            sheet,
            "--oauth2-bearer",
            token);
    assertThat(imported.outcome()).as(imported.body()).isEqualTo("200");
    return new Draft("GET", "/v2/recipients/export")
        .header("Host", "localhost")
        .header("Authorization", "Bearer " + token);
  }

  /// @return the error that the connection ends with
  private static int farewell(Http2 connection) throws IOException {
    int error = -1;
    for (Optional<Http2.Frame> frame = connection.next();
        frame.isPresent();
        frame = connection.next()) {
      error = frame.get().type() == Http2.GOAWAY ? frame.get().error() : error;
    }
    return error;
  }
}
