package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.tls.TlsFolder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;

/// The public HTTPS listener: TLS 1.3 only, a client certificate asked for, not demanded, and
/// verified when there is one. The registry's own reload would drop connections that arrive during
/// it, so the listener keeps the same managers for its life.
@Singleton
public class PublicTls implements HttpServerOptionsCustomizer {
  private final TlsFolder folder;
  private final TlsConfig config;

  /// Takes the internal identity only so that a service without one does not get as far as
  /// listening: Quarkus goes on without a gRPC server that failed to start.
  @Inject
  PublicTls(TlsConfig config, InternalTls internal) {
    this.folder = open(config, internal);
    this.config = config;
  }

  private static TlsFolder open(TlsConfig config, InternalTls internal) {
    TlsFolder folder = InternalTls.open(config.publicFolder());
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
    return folder;
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    Resumption.requireOff();
    options
        .setSsl(true)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setClientAuth(ClientAuth.REQUEST)
        .setKeyCertOptions(KeyCertOptions.wrap(folder().keyManager()))
        .setTrustOptions(TrustOptions.wrap(folder().trustingClients(config.publicKinds())));
  }
}
