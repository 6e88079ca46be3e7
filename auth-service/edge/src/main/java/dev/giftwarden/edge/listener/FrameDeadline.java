package dev.giftwarden.edge.listener;

import dev.giftwarden.edge.framing.AnswerFrames;
import dev.giftwarden.edge.framing.HeaderBlock;
import dev.giftwarden.edge.framing.StreamOrder;
import dev.giftwarden.edge.uri.KeyInTarget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends an HTTP/2 connection on which a frame, or the block of frames that make the headers of one
/// request, does not come to its end. Nothing can be answered: the stream has no request yet. Ends
/// one too on which a request comes where none can be ([StreamOrder]), and behind an answer one
/// whose request is too large for the decoder and has a key in its target ([HeaderBlock]).
final class FrameDeadline extends ChannelInboundHandlerAdapter {
  /// RFC 9113, section 3.4: what every connection begins with.
  private static final int PREFACE_BYTES = 24;

  /// RFC 9113, section 4.1: length, type, flags, stream.
  private static final int HEADER_BYTES = 9;

  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  private final Duration limit;
  private final UnreadableAnswer answer;
  private final HeaderBlock block = new HeaderBlock();
  private boolean keyFound;
  private String target = "";
  private int blockStream;
  private final StreamOrder order = new StreamOrder();
  private @Nullable Http2Error fault;
  private final byte[] header = new byte[HEADER_BYTES];
  private int headerRead;
  private int unread = PREFACE_BYTES;
  private boolean inHeaders;

  /// How often what is being waited for has changed, and at which change the alarm was set.
  private long begun;

  private long alarmed;
  private @Nullable ScheduledFuture<?> alarm;

  FrameDeadline(Duration limit, UnreadableAnswer answer) {
    this.limit = limit;
    this.answer = answer;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (fault != null || keyFound) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof ByteBuf bytes) {
      follow(bytes);
      set(context);
    }
    super.channelRead(context, message);
    if (fault != null) {
      end(context, fault);
    } else if (keyFound) {
      cancel();
      tell(context);
    }
  }

  private void tell(ChannelHandlerContext context) {
    int stream = blockStream;
    var _ =
        answer
            .to(UnreadableAnswer.Fault.KEY_IN_TARGET, target, context.channel())
            .thenAccept(told ->
                context
                    .writeAndFlush(AnswerFrames.of(told, stream))
                    .addListener(ChannelFutureListener.CLOSE));
  }

  /// Behind what came before the fault, with a farewell (RFC 9113, section 5.4.1).
  private static void end(ChannelHandlerContext context, Http2Error why) {
    var pipeline = context.pipeline();
    @Nullable Http2ConnectionHandler http = pipeline.get(Http2ConnectionHandler.class);
    if (http == null) {
      context.close();
    } else {
      http.onError(
          pipeline.context(http),
          false,
          Http2Exception.connectionError(why, "a request on a stream that is over"));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    cancel();
    super.channelInactive(context);
  }

  private void follow(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (fault == null && !keyFound && at < bytes.writerIndex()) {
      if (unread > 0) {
        int here = Math.min(unread, bytes.writerIndex() - at);
        block.add(bytes, at, here);
        unread -= here;
        at += here;
      } else {
        header[headerRead++] = bytes.getByte(at++);
        if (headerRead == HEADER_BYTES) {
          beginFrame();
        }
        if (fault != null) {
          bytes.writerIndex(at - 1); // the decoder never has this header whole
        }
      }
      if (block.isOpen()) {
        search();
        if (keyFound) {
          bytes.writerIndex(at - 1); // nor this block
        }
      }
    }
  }

  /// Once for each block: as it ends, or is more than is kept.
  private void search() {
    boolean frameOver = unread == 0 && headerRead == 0;
    if (frameOver) {
      block.endFrame();
    }
    if (block.isFull() || frameOver && !inHeaders) {
      target = block.target();
      keyFound = KeyInTarget.isIn(target);
      block.end();
    }
  }

  private void beginFrame() {
    headerRead = 0;
    unread = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
    if (!inHeaders) {
      begun++;
    }
    int stream =
        (header[5] & 0x7f) << 24
            | (header[6] & 0xff) << 16
            | (header[7] & 0xff) << 8
            | header[8] & 0xff;
    fault = inHeaders ? null : order.frame(header[3], header[4], stream);
    if (header[3] == HEADERS || header[3] == CONTINUATION) {
      boolean more = (header[4] & END_HEADERS) == 0;
      if (more && !inHeaders) {
        block.begin(header[4]);
        blockStream = stream;
      }
      inHeaders = more;
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
