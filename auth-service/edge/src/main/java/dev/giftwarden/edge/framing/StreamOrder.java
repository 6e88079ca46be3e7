package dev.giftwarden.edge.framing;

import io.netty.handler.codec.http2.Http2Error;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which streams of an HTTP/2 connection the client has opened, and which of those it has ended.
/// Netty takes each HEADERS frame on a stream that is over for a mistake about that stream alone;
/// where the client cannot but know that it is over, or that it never was, the connection is not to
/// be trusted any more (RFC 9113, sections 5.1 and 5.1.1).
public final class StreamOrder {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int END_STREAM = 1;

  /// What was further back is left to Netty.
  private static final int REMEMBERED = 1024;

  private static final byte NEVER_OPENED = 0;
  private static final byte SENDING = 1;
  private static final byte ENDED = 2;
  private static final byte RESET = 3;

  /// By half the number of the stream: those of clients are odd.
  private final byte[] states = new byte[REMEMBERED];

  private int highest = -1;

  /// @return why the connection has to end, if it has to
  public @Nullable Http2Error frame(int type, int flags, int stream) {
    boolean ends = (flags & END_STREAM) != 0;
    boolean ours = stream % 2 == 0 || stream <= highest - 2 * REMEMBERED;
    if (ours || stream > highest && type != HEADERS) {
      return null;
    }
    return switch (type) {
      case HEADERS -> headers(stream, ends);
      case DATA -> {
        endIf(ends, stream, ENDED);
        yield null;
      }
      case RST_STREAM -> {
        endIf(true, stream, RESET);
        yield null;
      }
      default -> null;
    };
  }

  private @Nullable Http2Error headers(int stream, boolean ends) {
    if (stream > highest) {
      open(stream, ends);
      return null;
    }
    return switch (states[index(stream)]) {
      case NEVER_OPENED -> Http2Error.PROTOCOL_ERROR;
      case ENDED -> Http2Error.STREAM_CLOSED;
      default -> {
        endIf(ends, stream, ENDED); // trailers
        yield null;
      }
    };
  }

  private void open(int stream, boolean ends) {
    int skipped = (stream - highest) / 2 - 1;
    if (skipped >= REMEMBERED) {
      Arrays.fill(states, NEVER_OPENED);
    } else {
      for (int i = 1; i <= skipped; i++) {
        states[index(highest + 2 * i)] = NEVER_OPENED;
      }
    }
    highest = stream;
    states[index(stream)] = ends ? ENDED : SENDING;
  }

  private void endIf(boolean ends, int stream, byte how) {
    int index = index(stream);
    if (ends && states[index] == SENDING) {
      states[index] = how;
    }
  }

  private static int index(int stream) {
    return stream / 2 % REMEMBERED;
  }
}
