package dev.giftwarden.edge.listener;

import dev.giftwarden.edge.framing.FramingGuard;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import javax.net.ssl.SSLEngine;

/// Waits between TLS and HTTP for the end of the handshake, which decides the protocol, and leaves
/// its place to the guards of that protocol.
final class ProtocolChoice extends ChannelInboundHandlerAdapter {
  /// Vert.x's name for what takes the requests.
  private static final String TAKER = "handler";

  private final SSLEngine engine;
  private final Duration limit;
  private final UnreadableAnswer answer;

  ProtocolChoice(SSLEngine engine, Duration limit, UnreadableAnswer answer) {
    this.engine = engine;
    this.limit = limit;
    this.answer = answer;
  }

  /// Once the event has passed, Vert.x has put its own handlers behind this one. What the
  /// connection says about itself is there before they are.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    boolean done = event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess();
    if (done) {
      Arrival.keep(context.channel(), engine.getSession());
    }
    super.userEventTriggered(context, event);
    if (!done) {
      return;
    }
    var pipeline = context.pipeline();
    if (pipeline.get(HttpRequestDecoder.class) == null) {
      pipeline.addAfter(context.name(), "giftwarden-streams", new StreamFaults());
      pipeline.replace(this, "giftwarden-frames", new FrameDeadline(limit, answer));
    } else {
      var guard = new RequestGuard(answer);
      pipeline.addFirst("giftwarden-close", new LingeringClose(guard::isUnread));
      pipeline.addBefore(TAKER, "giftwarden-guard", guard);
      var framing = new FramingGuard(guard::malformed);
      guard.readsTargetsFrom(framing::target);
      pipeline.addAfter(context.name(), "giftwarden-framing", framing);
      pipeline.replace(this, "giftwarden-heads", new HeadDeadline(limit, guard));
    }
  }
}
