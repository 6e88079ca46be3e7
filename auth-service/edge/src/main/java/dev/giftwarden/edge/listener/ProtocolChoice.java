package dev.giftwarden.edge.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;

/// Waits between TLS and HTTP for the end of the handshake, which decides the protocol, and leaves
/// its place to the guards of that protocol.
final class ProtocolChoice extends ChannelInboundHandlerAdapter {
  /// Vert.x's name for what takes the requests.
  private static final String TAKER = "handler";

  private final Duration limit;
  private final UnreadableAnswer answer;

  ProtocolChoice(Duration limit, UnreadableAnswer answer) {
    this.limit = limit;
    this.answer = answer;
  }

  /// Once the event has passed, Vert.x has put its own handlers behind this one.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    super.userEventTriggered(context, event);
    if (!(event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess())) {
      return;
    }
    var pipeline = context.pipeline();
    if (pipeline.get(HttpRequestDecoder.class) == null) {
      pipeline.replace(this, "giftwarden-frames", new FrameDeadline(limit));
    } else {
      var guard = new RequestGuard(answer);
      pipeline.addBefore(TAKER, "giftwarden-guard", guard);
      pipeline.replace(this, "giftwarden-heads", new HeadDeadline(limit, guard));
    }
  }
}
