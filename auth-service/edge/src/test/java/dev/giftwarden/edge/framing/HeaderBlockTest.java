package dev.giftwarden.edge.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderBlockTest {
  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;
  private static final String TARGET = "/v1/things?key=gwk_test_0";

  private final HeaderBlock block = new HeaderBlock();

  /// A literal: what comes before its name, and both texts uncoded.
  private static ByteBuf literal(int octet, String name, String value) {
    ByteBuf field = Unpooled.buffer().writeByte(octet);
    for (String text : name.isEmpty() ? new String[] {value} : new String[] {name, value}) {
      field.writeByte(text.length()).writeBytes(text.getBytes(ISO_8859_1));
    }
    return field;
  }

  private String read(int flags, ByteBuf... parts) {
    block.begin(flags);
    ByteBuf whole = Unpooled.wrappedBuffer(parts);
    block.add(whole, 0, whole.readableBytes());
    block.endFrame();
    return block.target();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a literal that is indexed  | 0x44 |
          one that is not            | 0x04 |
          one that never is          | 0x14 |
          of the other path          | 0x05 |
          with its name in letters   | 0x40 | :path
          and not indexed            | 0x00 | :path
          by a name of the table     | 0x7e |
          """)
  @DisplayName("K8 the target of a request over HTTP/2 is found in its fields as they come:")
  void literals(String what, int octet, String name) {
    ByteBuf others =
        Unpooled.buffer()
            .writeByte(0x82) // :method GET
            .writeBytes(new byte[] {0x3f, (byte) 0xe1, 0x1f}) // the size of the table
            .writeBytes(literal(0x41, "", "localhost"))
            .writeBytes(literal(0x00, "a", "b"));
    ByteBuf path = literal(octet, name == null ? "" : name, TARGET);
    assertThat(read(0, others, path, literal(0x00, "a", "b"))).isEqualTo(TARGET);
    assertThat(read(0, literal(0x00, "a", TARGET), literal(0x41, "", TARGET))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000_000})
  @DisplayName("K8 it is found as Netty's encoder writes it, coded by Huffman and not")
  void coded(int threshold) throws Http2Exception {
    var encoder =
        new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, false, 16, threshold);
    var fields = new DefaultHttp2Headers().method("GET").scheme("https").path(TARGET);
    fields.add("a", "x".repeat(20_000));
    ByteBuf written = Unpooled.buffer();
    encoder.encodeHeaders(1, fields, written);
    assertThat(read(0, written)).isEqualTo(TARGET);
  }

  @Test
  @DisplayName("K8 padding and a priority stand around the fields")
  void around() {
    ByteBuf priority = Unpooled.wrappedBuffer(new byte[] {0x44, 1, '/', 0, 0});
    ByteBuf path = literal(0x04, "", TARGET);
    ByteBuf padding = literal(0x04, "", "/padding");
    ByteBuf length = Unpooled.buffer().writeByte(padding.readableBytes());
    assertThat(read(PRIORITY, priority.duplicate(), path.duplicate())).isEqualTo(TARGET);
    assertThat(read(PADDED | PRIORITY, length.duplicate(), priority, padding.duplicate()))
        .isEmpty();
    assertThat(read(PADDED, length, path, padding)).isEqualTo(TARGET);
  }

  @Test
  @DisplayName("K8 of a target that is cut off, what has come is searched")
  void cutOff() {
    ByteBuf path = literal(0x04, "", TARGET);
    assertThat(read(0, path.slice(0, 12))).isEqualTo(TARGET.substring(0, 10));
    ByteBuf much = Unpooled.buffer().writeZero(40_000);
    block.begin(0);
    block.add(much, 0, 40_000);
    assertThat(block.isFull()).isTrue();
    block.end();
    assertThat(block.isOpen()).isFalse();
  }

  @Test
  @DisplayName("E7 bytes that are no fields are no target, and nothing else goes wrong")
  void anything() {
    var random = new Random(20261130);
    for (int i = 0; i < 20_000; i++) {
      byte[] some = new byte[random.nextInt(60)];
      random.nextBytes(some);
      assertThat(read(random.nextInt(256), Unpooled.wrappedBuffer(some))).isNotNull();
    }
  }
}
