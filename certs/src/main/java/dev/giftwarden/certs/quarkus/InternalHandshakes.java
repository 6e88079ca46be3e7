package dev.giftwarden.certs.quarkus;

import io.grpc.internal.ObjectPool;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.NettySslContextServerCredentials;
import io.netty.handler.ssl.SslContext;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Threads on which the internal port reads and judges the chains of those who connect. grpc-netty
/// lends a listener's handshakes the executor of its calls, which is an event loop here: one chain
/// that takes long would hold up every call. A pool of their own can be given only through what
/// gRPC calls internal and its own modules use (`grpc-xds`); a version without it does not compile.
final class InternalHandshakes implements ObjectPool<Executor> {
  static final String THREAD = "internal-handshake";

  /// Callers are three services, which connect once an hour and when one of them starts.
  private static final int THREADS = 4;

  /// Steps of handshakes that wait for a thread: beyond, a connection is closed.
  private static final int WAITING = 256;

  private static final Duration IDLE = Duration.ofMinutes(1);

  private final ThreadPoolExecutor threads;

  InternalHandshakes(int most, int waiting) {
    this.threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().daemon().name(THREAD + "-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  static InternalHandshakes bounded() {
    return new InternalHandshakes(THREADS, WAITING);
  }

  /// A server that judges its callers here.
  NettyServerBuilder listen(SocketAddress address, SslContext tls) {
    var credentials = NettySslContextServerCredentials.create(tls);
    return NettyServerBuilder.forAddress(address)
        .protocolNegotiator(
            InternalNettyServerCredentials.toNegotiator(credentials).newNegotiator(this));
  }

  @Override
  public Executor getObject() {
    return threads;
  }

  /// The server has ended.
  @Override
  public @Nullable Executor returnObject(Object lent) {
    threads.shutdown();
    return null;
  }
}
