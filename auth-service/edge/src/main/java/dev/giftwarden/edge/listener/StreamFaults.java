package dev.giftwarden.edge.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;

/// Lets what is written to a stream that is over be lost with that stream alone (RFC 9113, section
/// 5.4.2): a client may take a request back while its answer is written, and we break off one that
/// fails. Without this, Vert.x ends the connection, and with it every other request on it.
final class StreamFaults extends ChannelInboundHandlerAdapter {
  /// How Netty says, without a type of its own, that headers or data came too late.
  private static final String TOO_LATE = "Stream no longer exists";

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (!isOfOneStream(cause)) {
      super.exceptionCaught(context, cause);
    }
  }

  private static boolean isOfOneStream(Throwable cause) {
    return switch (cause) {
      case Http2Exception.StreamException _ -> true;
      case IllegalArgumentException data -> isTooLate(data);
      case IllegalStateException headers -> isTooLate(headers);
      default -> false;
    };
  }

  private static boolean isTooLate(RuntimeException fault) {
    return fault.getMessage() instanceof String told && told.startsWith(TOO_LATE);
  }
}
