package dev.giftwarden.edge.listener;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Puts the bounds of [ListenerConfig] around the public listener, whose certificates
/// [dev.giftwarden.certs.quarkus.PublicTls] brings.
@Singleton
public class ListenerGuards implements HttpServerOptionsCustomizer {
  /// How much more than the bound Netty reads over HTTP/2: what is beyond it gets a bare status
  /// unless it has a key in its target ([dev.giftwarden.edge.framing.HeaderBlock]), what is between
  /// gets a problem document.
  private static final long HTTP2_HEADERS = 2;

  private final ListenerConfig limits;
  private final UnreadableAnswer unreadable;
  private final LongAdder refusedHandshakes = new LongAdder();

  ListenerGuards(ListenerConfig limits, UnreadableAnswer unreadable) {
    this.limits = limits;
    this.unreadable = unreadable;
  }

  /// Connections of this process's life that ended without a handshake for a reason of ours or of
  /// TLS: a chain that is not accepted, an old protocol, a deadline, a bound of [ListenerConfig],
  /// or a client that does not accept us. One that a client only drops is not among them.
  public long refusedHandshakes() {
    return refusedHandshakes.sum();
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    options
        .setSslEngineOptions(
            new GuardedEngine(limits, unreadable, InstantSource.system(), refusedHandshakes))
        .setSslHandshakeTimeout(limits.handshakeTimeout().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout((int) limits.idleTimeout().toMillis())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxInitialLineLength(limits.requestLineBytes())
        .setMaxHeaderSize(limits.headerBytes())
        .setHttp2RstFloodMaxRstFramePerWindow(limits.resets())
        .setHttp2RstFloodWindowDuration((int) limits.resetWindow().toSeconds())
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        .setInitialSettings(
            new Http2Settings()
                .setPushEnabled(false)
                .setMaxConcurrentStreams(limits.streams())
                .setMaxHeaderListSize(HTTP2_HEADERS * limits.headerBytes()));
  }
}
