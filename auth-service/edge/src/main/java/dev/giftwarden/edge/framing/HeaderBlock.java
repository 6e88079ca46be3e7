package dev.giftwarden.edge.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.Objects;

/// The fields of a request over HTTP/2 that needs more frames than one for them (RFC 9113, section
/// 4.3). The decoder drops what is too large for it and says a bare status; whether a key stands in
/// the target is asked here, before. The compression (RFC 7541) is followed without its table: what
/// stands there came in a request before, which was refused if it had a key.
public final class HeaderBlock {
  /// Less than that at which the decoder ends the connection, and more than comes in one frame.
  private static final int KEPT = 32 * 1024;

  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;

  /// RFC 7541, sections 6 and appendix A.
  private static final int INDEXED = 0x80;

  private static final int INDEXING = 0x40;
  private static final int TABLE_SIZE = 0x20;
  private static final int HUFFMAN = 0x80;
  private static final int FIRST_PATH = 4;
  private static final int LAST_PATH = 5;
  private static final int LAST_STATIC = 61;
  private static final byte[] NONE = {};

  private byte[] kept = NONE;
  private int size;
  private int prefix;
  private boolean padded;
  private boolean first;
  private int at;

  /// A HEADERS frame whose block goes on behind it.
  public void begin(int flags) {
    kept = new byte[KEPT];
    size = 0;
    padded = (flags & PADDED) != 0;
    prefix = (padded ? 1 : 0) + ((flags & PRIORITY) != 0 ? PRIORITY_BYTES : 0);
    first = true;
  }

  public boolean isOpen() {
    return kept.length > 0;
  }

  /// What comes now is not kept.
  public boolean isFull() {
    return size == KEPT;
  }

  public void end() {
    kept = NONE;
    size = 0;
  }

  /// Keeps the payload of a frame, or a part of it.
  public void add(ByteBuf bytes, int from, int length) {
    int fits = Math.min(length, kept.length - size);
    bytes.getBytes(from, kept, size, fits);
    size += fits;
  }

  /// Behind the payload of a frame.
  public void endFrame() {
    if (first && isOpen()) {
      int padding = padded && size > 0 ? kept[0] & 0xff : 0;
      size = Math.max(prefix, size - padding);
      first = false;
    }
  }

  /// As much of the target as has come; empty if there is none.
  public String target() {
    at = prefix;
    while (at < size) {
      int octet = kept[at] & 0xff;
      if (octet >= INDEXED) {
        var _ = number(7);
      } else if ((octet & (INDEXING | TABLE_SIZE)) == TABLE_SIZE) {
        var _ = number(5);
      } else {
        int name = number(octet >= INDEXING ? 6 : 4);
        boolean named = name == 0 && text().equals(":path");
        boolean known = name >= FIRST_PATH && name <= LAST_PATH;
        String value = named || known || name > LAST_STATIC ? text() : skipped();
        if (named || known || value.startsWith("/")) {
          return value;
        }
      }
    }
    return "";
  }

  /// RFC 7541, section 5.1. One that is too large ends the reading.
  private int number(int bits) {
    int most = (1 << bits) - 1;
    int value = kept[at++] & most;
    if (value < most) {
      return value;
    }
    for (int shift = 0; at < size && shift <= 14; shift += 7) {
      int octet = kept[at++];
      value += (octet & 0x7f) << shift;
      if (octet >= 0) {
        return value;
      }
    }
    at = size;
    return KEPT;
  }

  private String skipped() {
    if (at < size) {
      int length = number(7);
      at += length;
    }
    return "";
  }

  /// RFC 7541, section 5.2.
  private String text() {
    if (at >= size) {
      return "";
    }
    int begin = at;
    boolean coded = (kept[at] & HUFFMAN) != 0;
    int length = number(7);
    int from = Math.min(at, size);
    int here = Math.min(length, size - from);
    at += length;
    return coded ? decoded(begin, from + here) : new String(kept, from, here, ISO_8859_1);
  }

  /// By the decoder that there is, which takes a block of fields: of this text as a path.
  private String decoded(int begin, int end) {
    ByteBuf block = Unpooled.buffer(1 + end - begin);
    block.writeByte(FIRST_PATH).writeBytes(kept, begin, end - begin);
    try {
      var fields = new DefaultHttp2HeadersDecoder(false, 2L * KEPT).decodeHeaders(1, block);
      return Objects.toString(fields.path(), "");
    } catch (Http2Exception _) {
      return "";
    }
  }
}
