package dev.giftwarden.edge.listener;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The JDK's TLS for a public listener, with guards around it: too many connections end before the
/// handshake, and what is no request is answered behind it. Neither Quarkus nor Vert.x lets us
/// reach the server it makes (`HttpServer.invalidRequestHandler` is Quarkus's alone to set); the
/// engine of a listener is the one part of its pipeline that is ours to choose.
public final class GuardedEngine extends JdkSSLEngineOptions {
  private final ListenerConfig config;
  private final UnreadableAnswer answer;
  private final Connections connections;
  private final Handshakes handshakes;
  private final LongAdder refused;

  /// @param refused counts the connections that do not get through a handshake
  public GuardedEngine(
      ListenerConfig config, UnreadableAnswer answer, InstantSource clock, LongAdder refused) {
    this.config = config;
    this.answer = answer;
    this.connections = new Connections(config.connections(), config.connectionsPerAddress());
    this.handshakes = new Handshakes(clock, config.handshakesPerSecond());
    this.refused = refused;
    setUseWorkerThread(true); // reading and judging a stranger's chain would hold up an event loop
  }

  private GuardedEngine(GuardedEngine other) {
    super(other);
    this.config = other.config;
    this.answer = other.answer;
    this.connections = other.connections;
    this.handshakes = other.handshakes;
    this.refused = other.refused;
  }

  @Override
  public GuardedEngine copy() {
    return new GuardedEngine(this);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new Contexts();
  }

  private final class Contexts extends DefaultSslContextFactory {
    Contexts() {
      super(SslProvider.JDK, false);
    }

    @Override
    public SslContext create() throws SSLException {
      return new Context(super.create());
    }
  }

  private final class Context extends DelegatingSslContext {
    Context(SslContext context) {
      super(context);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      // Vert.x sets protocols and client authentication.
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator memory, boolean startTls, Executor tasks) {
      return new Handler(newEngine(memory), startTls, tasks);
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator memory, String peer, int port, boolean startTls, Executor tasks) {
      return new Handler(newEngine(memory, peer, port), startTls, tasks);
    }
  }

  private final class Handler extends SslHandler {
    private boolean begun;

    Handler(SSLEngine engine, boolean startTls, Executor tasks) {
      super(engine, startTls, tasks);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
      super.handlerAdded(context);
      var _ = handshakeFuture().addListener(ended -> countIfRefused(ended.cause()));
      if (connections.enter(context.channel())) {
        context
            .pipeline()
            .addAfter(
                context.name(),
                "giftwarden-protocol",
                new ProtocolChoice(engine(), config.headTimeout(), answer));
      } else {
        refused.increment();
        context.close();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
      if (begun || handshakes.mayBegin(context.channel())) {
        begun = true;
        super.channelRead(context, bytes);
      } else {
        ReferenceCountUtil.release(bytes);
        refused.increment();
        context.close();
      }
    }

    /// A connection that just closed, ours by a bound or by the client, is no matter of TLS.
    private void countIfRefused(@Nullable Throwable cause) {
      if (cause instanceof SSLException) {
        refused.increment();
      }
    }
  }
}
