package dev.giftwarden.edge.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends an HTTP/2 connection on which a frame, or the block of frames that make the headers of one
/// request, does not come to its end. Nothing can be answered: the stream has no request yet.
final class FrameDeadline extends ChannelInboundHandlerAdapter {
  /// RFC 9113, section 3.4: what every connection begins with.
  private static final int PREFACE_BYTES = 24;

  /// RFC 9113, section 4.1: length, type, flags, stream.
  private static final int HEADER_BYTES = 9;

  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  private final Duration limit;
  private final byte[] header = new byte[HEADER_BYTES];
  private int headerRead;
  private int unread = PREFACE_BYTES;
  private boolean inHeaders;

  /// How often what is being waited for has changed, and at which change the alarm was set.
  private long begun;

  private long alarmed;
  private @Nullable ScheduledFuture<?> alarm;

  FrameDeadline(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof ByteBuf bytes) {
      follow(bytes);
      set(context);
    }
    super.channelRead(context, message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    cancel();
    super.channelInactive(context);
  }

  private void follow(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (unread > 0) {
        int here = Math.min(unread, bytes.writerIndex() - at);
        unread -= here;
        at += here;
      } else {
        header[headerRead++] = bytes.getByte(at++);
        if (headerRead == HEADER_BYTES) {
          beginFrame();
        }
      }
    }
  }

  private void beginFrame() {
    headerRead = 0;
    unread = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
    if (!inHeaders) {
      begun++;
    }
    if (header[3] == HEADERS || header[3] == CONTINUATION) {
      inHeaders = (header[4] & END_HEADERS) == 0;
    }
  }

  private void set(ChannelHandlerContext context) {
    boolean waiting = unread > 0 || headerRead > 0 || inHeaders;
    if (!waiting || alarmed != begun) {
      cancel();
    }
    if (waiting && alarm == null) {
      alarmed = begun;
      alarm =
          context
              .executor()
              .schedule((Runnable) context::close, limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void cancel() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }
}
