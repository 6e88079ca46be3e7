package dev.giftwarden.edge.listener;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Ends a connection on which a request was answered before all of it had come (RFC 9112, section
/// 9.6): says that nothing follows, and drops what the client still sends until it has closed its
/// side, too. To close at once would reset the connection under whoever is still sending, who then
/// never reads why it was refused. Stands before TLS: what is dropped is not decrypted.
final class LingeringClose extends ChannelDuplexHandler {
  /// Some trips around the world: whoever is silent for so long has nothing more to say.
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /// How often whoever is not silent is heard again: ten seconds in all, in which a line of 8 Mbit
  /// takes the largest body that there is. A connection that lingers counts as one of its address.
  private static final int MOST_TURNS = 5;

  private final BooleanSupplier unread;
  private boolean lingers;
  private boolean heard;
  private int turns;

  /// @param unread whether more of a request may come than was read
  LingeringClose(BooleanSupplier unread) {
    this.unread = unread;
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise closed) throws Exception {
    if (lingers || !unread.getAsBoolean() || !(context.channel() instanceof DuplexChannel both)) {
      super.close(context, closed);
      return;
    }
    lingers = true;
    hear(context, closed);
    var _ = both.shutdownOutput();
    context.channel().config().setAutoRead(true);
  }

  private void hear(ChannelHandlerContext context, ChannelPromise closed) {
    turns++;
    heard = false;
    var _ =
        context
            .executor()
            .schedule(
                () -> {
                  if (heard && turns < MOST_TURNS) {
                    hear(context, closed);
                  } else {
                    context.close(closed);
                  }
                },
                SILENCE.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    if (lingers) {
      heard = true;
      ReferenceCountUtil.release(bytes);
    } else {
      super.channelRead(context, bytes);
    }
  }
}
