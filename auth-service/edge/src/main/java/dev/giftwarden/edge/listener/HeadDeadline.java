package dev.giftwarden.edge.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends an HTTP/1.1 request whose head does not come to its end: an idle timeout alone would let a
/// client hold a connection for ever at a byte a minute. Sees the bytes before the decoder, and
/// asks the [RequestGuard] behind it what they were.
final class HeadDeadline extends ChannelInboundHandlerAdapter {
  private final Duration limit;
  private final RequestGuard guard;
  private @Nullable ScheduledFuture<?> alarm;

  HeadDeadline(Duration limit, RequestGuard guard) {
    this.limit = limit;
    this.guard = guard;
  }

  /// The decoder runs within, so that a head that came in one piece costs no alarm.
  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    long headsBefore = guard.heads();
    boolean wasInBody = guard.inBody();
    super.channelRead(context, bytes);
    if (wasInBody || guard.inBody() || guard.heads() != headsBefore) {
      cancel();
    } else if (alarm == null) {
      alarm = context.executor().schedule(guard::tooSlow, limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    cancel();
    super.channelInactive(context);
  }

  private void cancel() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }
}
