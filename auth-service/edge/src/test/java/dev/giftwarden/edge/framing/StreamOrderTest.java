package dev.giftwarden.edge.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StreamOrderTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int WINDOW_UPDATE = 8;
  private static final int END = 1;

  private final StreamOrder order = new StreamOrder();

  @Test
  @DisplayName(
      "E7 HEADERS on a stream that the client has ended end the connection (RFC 9113, 5.1)")
  void ended() {
    assertThat(order.frame(HEADERS, END, 1)).isNull();
    assertThat(order.frame(HEADERS, END, 1)).isEqualTo(Http2Error.STREAM_CLOSED);
    assertThat(order.frame(HEADERS, 0, 3)).isNull();
    assertThat(order.frame(DATA, 0, 3)).isNull();
    assertThat(order.frame(DATA, END, 3)).isNull();
    assertThat(order.frame(HEADERS, 0, 3)).isEqualTo(Http2Error.STREAM_CLOSED);
  }

  @Test
  @DisplayName("E7 HEADERS on a stream that was passed over end the connection (RFC 9113, 5.1.1)")
  void passedOver() {
    assertThat(order.frame(HEADERS, END, 5)).isNull();
    assertThat(order.frame(HEADERS, END, 1)).isEqualTo(Http2Error.PROTOCOL_ERROR);
    assertThat(order.frame(HEADERS, END, 3)).isEqualTo(Http2Error.PROTOCOL_ERROR);
    assertThat(order.frame(HEADERS, END, 100_005)).isNull();
    assertThat(order.frame(HEADERS, END, 100_003)).isEqualTo(Http2Error.PROTOCOL_ERROR);
    assertThat(order.frame(HEADERS, END, 98_003)).isEqualTo(Http2Error.PROTOCOL_ERROR);
  }

  @Test
  @DisplayName("E7 trailers, a cancelled stream and other frames are left to the decoder")
  void left() {
    assertThat(order.frame(HEADERS, 0, 1)).isNull();
    assertThat(order.frame(DATA, 0, 1)).isNull();
    assertThat(order.frame(HEADERS, END, 1)).isNull();
    assertThat(order.frame(HEADERS, 0, 3)).isNull();
    assertThat(order.frame(RST_STREAM, 0, 3)).isNull();
    assertThat(order.frame(HEADERS, END, 3)).isNull();
    assertThat(order.frame(WINDOW_UPDATE, END, 9)).isNull();
    assertThat(order.frame(DATA, END, 9)).isNull();
    assertThat(order.frame(HEADERS, END, 2)).isNull();
    assertThat(order.frame(HEADERS, END, 0)).isNull();
  }

  @Test
  @DisplayName("E7 of a long connection the last thousand streams are remembered, and no more")
  void remembered() {
    for (int stream = 1; stream < 100_000; stream += 2) {
      assertThat(order.frame(HEADERS, END, stream)).isNull();
    }
    assertThat(order.frame(HEADERS, END, 99_999 - 2 * 1023)).isEqualTo(Http2Error.STREAM_CLOSED);
    assertThat(order.frame(HEADERS, END, 99_999 - 2 * 1024)).isNull();
    assertThat(order.frame(HEADERS, END, Integer.MAX_VALUE)).isNull();
    assertThat(order.frame(HEADERS, END, Integer.MAX_VALUE)).isEqualTo(Http2Error.STREAM_CLOSED);
  }
}
