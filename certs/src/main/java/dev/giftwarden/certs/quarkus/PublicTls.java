package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.listener.GuardedEngine;
import dev.giftwarden.certs.listener.ListenerConfig;
import dev.giftwarden.certs.listener.UnreadableAnswer;
import dev.giftwarden.certs.tls.TlsFolder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// The public HTTPS listener: TLS 1.3 only, a client certificate asked for, not demanded, and
/// verified when there is one. The registry's own reload would drop connections that arrive during
/// it, so the listener keeps the same managers for its life.
@Singleton
public class PublicTls implements HttpServerOptionsCustomizer {
  /// How much more than the bound Netty reads over HTTP/2: what is beyond it gets a bare status,
  /// what is between gets a problem document.
  private static final long HTTP2_HEADERS = 2;

  private final Supplier<TlsFolder> folder;
  private final TlsConfig config;
  private final ListenerConfig limits;
  private final UnreadableAnswer unreadable;
  private final LongAdder refusedHandshakes = new LongAdder();

  /// Takes the internal identity only so that a service without one does not get as far as
  /// listening: Quarkus goes on without a gRPC server that failed to start.
  @Inject
  PublicTls(
      TlsConfig config, InternalTls internal, ListenerConfig limits, UnreadableAnswer unreadable) {
    this.folder = Folders.once(() -> open(config, internal));
    this.config = config;
    this.limits = limits;
    this.unreadable = unreadable;
  }

  private static TlsFolder open(TlsConfig config, InternalTls internal) {
    TlsFolder folder = Folders.open(config.publicFolder());
    requireSameService(folder, internal.folder());
    requireHost(folder);
    return folder;
  }

  /// A request has to name a host of the certificate: one without any would answer nobody.
  private static void requireHost(TlsFolder edge) {
    if (edge.hosts().isEmpty()) {
      throw new ConfigurationException(
          "refusing to start: the public certificate names no host; issue it with --dns");
    }
  }

  private static void requireSameService(TlsFolder edge, TlsFolder internal) {
    if (!edge.own().id().equals(internal.own().id())) {
      throw new ConfigurationException(
          "refusing to start: the public certificate is of "
              + edge.own().id().uri()
              + ", the internal one of "
              + internal.own().id().uri());
    }
  }

  public TlsFolder folder() {
    return folder.get();
  }

  /// Connections of this process's life that ended without a handshake for a reason of ours or of
  /// TLS: a chain that is not accepted, an old protocol, a deadline, a bound of [ListenerConfig],
  /// or a client that does not accept us. One that a client only drops is not among them.
  public long refusedHandshakes() {
    return refusedHandshakes.sum();
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    Resumption.requireOff();
    options
        .setSsl(true)
        .setSslEngineOptions(
            new GuardedEngine(limits, unreadable, InstantSource.system(), refusedHandshakes))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setClientAuth(ClientAuth.REQUEST)
        .setKeyCertOptions(KeyCertOptions.wrap(folder().keyManager()))
        .setTrustOptions(TrustOptions.wrap(folder().trustingClients(config.publicKinds())));
    limit(options);
  }

  private void limit(HttpServerOptions options) {
    options
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
