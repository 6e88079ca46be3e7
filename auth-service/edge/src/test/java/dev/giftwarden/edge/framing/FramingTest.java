package dev.giftwarden.edge.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FramingTest {
  private static final long SEED = 20_261_129L;
  private static final int MUTATIONS = 20_000;

  static Stream<FramingRows.Row> rows() {
    return FramingRows.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  @DisplayName("E7 the fault of a request is the same byte, in however many pieces it comes")
  void pieces(FramingRows.Row row) {
    byte[] bytes = row.bytes();
    int whole = fault(bytes, bytes.length);
    assertThat(whole >= 0).isEqualTo(row.isRefused());
    for (int size = 1; size < 20; size++) {
      assertThat(fault(bytes, size)).as("in pieces of %d", size).isEqualTo(whole);
    }
  }

  private static int fault(byte[] bytes, int size) {
    var framing = new Framing();
    for (int at = 0; at < bytes.length; at += size) {
      int end = Math.min(bytes.length, at + size);
      int fault = framing.follow(Unpooled.wrappedBuffer(bytes, at, end - at));
      if (fault >= 0) {
        return at + fault;
      }
    }
    return -1;
  }

  /// Whatever the two could take differently, the one in front refuses: a request of the decoder's
  /// begins where one of ours does.
  @Test
  @DisplayName("E7 what passes is the same requests to the decoder behind it")
  void oneReader() {
    var random = new Random(SEED);
    byte[][] rows = rows().map(FramingRows.Row::bytes).toArray(byte[][]::new);
    byte[] next = "GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);
    int passed = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] request = mutated(rows[random.nextInt(rows.length)], random);
      var framing = new Framing();
      if (framing.follow(Unpooled.wrappedBuffer(request)) < 0 && framing.isBetweenRequests()) {
        passed++;
        assertThat(decoded(request, next)).as(new String(request, ISO_8859_1)).isEqualTo("/next");
      }
    }
    assertThat(passed).isGreaterThan(MUTATIONS / 100);
  }

  private static byte[] mutated(byte[] request, Random random) {
    byte[] changed = request.clone();
    for (int i = random.nextInt(3); i > 0; i--) {
      changed[random.nextInt(changed.length)] =
          (byte) " \t\r\n:;,0123fchunked\"\u0000".charAt(random.nextInt(21));
    }
    return changed;
  }

  /// @return the target of the last request that is whole
  private static String decoded(byte[]... pieces) {
    var channel = new EmbeddedChannel(new HttpRequestDecoder(4096, 64 * 1024, 8192));
    for (byte[] piece : pieces) {
      channel.writeInbound(Unpooled.wrappedBuffer(piece));
    }
    String last = "none";
    for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
      if (read instanceof HttpRequest request) {
        last = request.decoderResult().isSuccess() ? request.uri() : "fault";
      }
      ReferenceCountUtil.release(read);
    }
    channel.finishAndReleaseAll();
    return last;
  }
}
