package dev.giftwarden.testkit;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Set;
import javax.net.ssl.SSLException;

/// gRPC over mutual TLS 1.3 on this machine, as the services speak it with each other.
public final class Grpc {
  private Grpc() {}

  /// Shows any certificate to a port, and believes one service only.
  public static ManagedChannel channel(int port, TlsFolder own, String service) {
    var tls =
        SslContextBuilder.forClient()
            .keyManager(own.keyManager())
            .trustManager(own.trustingServer(new SpiffeId.Service(service)));
    return NettyChannelBuilder.forAddress("localhost", port).sslContext(built(tls)).build();
  }

  /// Lets services in, and nobody else.
  ///
  /// @param port 0: any free one
  public static Server serve(
      int port, TlsFolder own, BindableService service, ServerInterceptor... interceptors) {
    var tls =
        SslContextBuilder.forServer(own.keyManager())
            .trustManager(own.trustingClients(Set.of(Kind.SERVICE)))
            .clientAuth(ClientAuth.REQUIRE);
    try {
      return NettyServerBuilder.forAddress(new InetSocketAddress("localhost", port))
          .sslContext(built(tls))
          .addService(ServerInterceptors.intercept(service, interceptors))
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SslContext built(SslContextBuilder tls) {
    try {
      return GrpcSslContexts.configure(tls.protocols("TLSv1.3"), SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
