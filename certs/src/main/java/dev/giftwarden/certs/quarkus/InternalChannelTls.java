package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.quarkus.grpc.api.ChannelBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcClientConfiguration;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import javax.net.ssl.SSLException;

/// A channel expects the service that it is named after: `@GrpcClient("auth")` talks to
/// `spiffe://services.giftwarden.example/auth` or to nobody.
@Singleton
public class InternalChannelTls implements ChannelBuilderCustomizer<NettyChannelBuilder> {
  private final InternalTls internal;

  @Inject
  InternalChannelTls(InternalTls internal) {
    this.internal = internal;
  }

  @Override
  public Map<String, Object> customize(
      String name, GrpcClientConfiguration configuration, NettyChannelBuilder builder) {
    TlsFolder tls = internal.folder();
    try {
      var context =
          SslContextBuilder.forClient()
              .keyManager(tls.keyManager())
              .trustManager(tls.trustingServer(new SpiffeId.Service(name)))
              .protocols("TLSv1.3");
      builder.sslContext(GrpcSslContexts.configure(context, SslProvider.JDK).build());
      return Map.of();
    } catch (SSLException e) {
      throw new IllegalStateException("the JDK refuses the TLS of the channel to " + name, e);
    }
  }
}
