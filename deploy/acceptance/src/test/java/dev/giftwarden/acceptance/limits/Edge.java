package dev.giftwarden.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.wire.Draft;
import dev.giftwarden.acceptance.wire.Http2;
import dev.giftwarden.acceptance.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;

/// One of the public listeners, and a stranger at it.
record Edge(House house, String service, String url) {
  static Stream<Edge> all(House house) {
    return Stream.of(
        new Edge(house, "auth", house.auth),
        new Edge(house, "gift", house.gift),
        new Edge(house, "audit", house.audit));
  }

  @Override
  public String toString() {
    return service;
  }

  Wire.Dialer dialer() {
    return Wire.Dialer.of(house, Identity.NONE, service);
  }

  Http2 http2() throws IOException {
    return Http2.open(dialer(), url);
  }

  /// What everybody may read.
  static Draft openApi() {
    return new Draft("GET", "/openapi").header("Host", "localhost");
  }

  /// @return the status of its answer
  int status(Draft draft) throws IOException {
    try (Wire wire = dialer().dial(url)) {
      wire.send(draft.bytes());
      return wire.answer(draft.isHead()).orElseThrow().status();
    }
  }

  /// @return the status of its answer, unless the stream was refused
  Optional<Integer> statusOverHttp2(Draft draft) throws IOException {
    try (Http2 connection = http2()) {
      return connection.ending(connection.request(draft)).answer().map(Wire.Answer::status);
    }
  }

  void serves() {
    try {
      assertThat(status(openApi())).isEqualTo(200);
      assertThat(statusOverHttp2(openApi())).contains(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
