package dev.giftwarden.edge.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/// Between TLS and the HTTP/1.1 decoder, which forgives and tidies up: a request that says its
/// length in two ways leaves it with one. Passes on the bytes as they are up to the first that is
/// wrong, and none behind it.
public final class FramingGuard extends ChannelInboundHandlerAdapter {
  private final Framing framing = new Framing();
  private final Runnable refuse;
  private boolean refused;

  /// @param refuse answers once what came before has been decoded, and ends the connection
  public FramingGuard(Runnable refuse) {
    this.refuse = refuse;
  }

  /// Of the last request whose target has come, in part or as a whole.
  public String target() {
    return framing.target();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (refused) {
      ReferenceCountUtil.release(message);
      return;
    }
    int fault = message instanceof ByteBuf bytes ? framing.follow(bytes) : -1;
    if (fault >= 0) {
      refused = true;
      ((ByteBuf) message).writerIndex(fault);
    }
    super.channelRead(context, message);
    if (refused) {
      refuse.run();
    }
  }
}
