package dev.giftwarden.edge.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Locale;

/// An answer on a stream that has no request, and the end of the connection behind it: frames as
/// RFC 9113 has them, and fields as plain literals (RFC 7541), which change no table.
public final class AnswerFrames {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int NO_ERROR = 0;

  /// The static table's `:status`, as the name of a literal.
  private static final int STATUS = 8;

  private static final int MOST_IN_A_BYTE = 127;

  private AnswerFrames() {}

  public static ByteBuf of(FullHttpResponse answer, int stream) {
    ByteBuf fields = Unpooled.buffer();
    fields.writeByte(STATUS);
    text(fields, Integer.toString(answer.status().code()));
    for (var field : answer.headers()) {
      if (!HttpHeaderNames.CONNECTION.contentEqualsIgnoreCase(field.getKey())) {
        fields.writeByte(0);
        text(fields, field.getKey().toLowerCase(Locale.ROOT));
        text(fields, field.getValue());
      }
    }
    ByteBuf farewell = Unpooled.buffer().writeInt(stream).writeInt(NO_ERROR);
    return Unpooled.wrappedBuffer(
        frame(HEADERS, END_HEADERS, stream, fields),
        frame(DATA, END_STREAM, stream, answer.content()),
        frame(GOAWAY, 0, 0, farewell));
  }

  private static ByteBuf frame(int type, int flags, int stream, ByteBuf payload) {
    ByteBuf header =
        Unpooled.buffer()
            .writeMedium(payload.readableBytes())
            .writeByte(type)
            .writeByte(flags)
            .writeInt(stream);
    return Unpooled.wrappedBuffer(header, payload);
  }

  private static void text(ByteBuf to, String text) {
    int rest = text.length() - MOST_IN_A_BYTE;
    to.writeByte(Math.min(MOST_IN_A_BYTE, text.length()));
    if (rest >= 0) {
      for (; rest >= 128; rest >>= 7) {
        to.writeByte(rest & 127 | 128);
      }
      to.writeByte(rest);
    }
    to.writeBytes(text.getBytes(ISO_8859_1));
  }
}
