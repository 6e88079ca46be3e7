package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.tls.TlsFolder;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.quarkus.arc.Arc;
import io.quarkus.grpc.runtime.config.GrpcClientConfiguration;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.quarkus.grpc.spi.GrpcBuilderProvider;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/// The internal gRPC port and the channels to it, over mutual TLS with our managers: Quarkus's own
/// settings for a separate gRPC server do not reload. Found by `ServiceLoader`.
@RegisterForReflection
public final class InternalGrpcProvider implements GrpcBuilderProvider<NettyServerBuilder> {
  /// A long connection proves the certificate of its first moment; after this it has to prove anew.
  private static final Duration LONGEST_CONNECTION = Duration.ofHours(1);

  /// What calls in flight get when their connection has reached that age.
  private static final Duration GRACE = Duration.ofSeconds(30);

  @Override
  public boolean providesServer(GrpcServerConfiguration configuration) {
    return configuration.useSeparateServer();
  }

  /// A caller is one of three services: a token, a request id, and what gRPC adds.
  private static final int METADATA_BYTES = 16 * 1024;

  /// More than the threads that a service calls from.
  private static final int CALLS_PER_CONNECTION = 256;

  /// Calls that one connection may cancel within the window before it is closed: a service cancels
  /// when it stops, and hardly else.
  private static final int RESETS = 200;

  private static final int RESET_WINDOW_SECONDS = 30;

  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  /// Calls start on the Vert.x context, where Quarkus's interceptors expect to be.
  @Override
  public NettyServerBuilder createServerBuilder(
      Vertx vertx, GrpcServerConfiguration configuration, LaunchMode mode) {
    Resumption.requireOff();
    int port = mode == LaunchMode.TEST ? configuration.testPort() : configuration.port();
    var context = vertx.getOrCreateContext();
    TlsFolder tls = Arc.container().instance(InternalTls.class).get().folder();
    var address = new InetSocketAddress(configuration.host(), port);
    return InternalHandshakes.bounded()
        .listen(address, serverContext(tls, tls.trustingClients(Set.of(Kind.SERVICE))))
        .executor(task -> context.runOnContext(_ -> task.run()))
        .handshakeTimeout(HANDSHAKE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .maxInboundMetadataSize(METADATA_BYTES)
        .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
        .maxRstFramesPerWindow(RESETS, RESET_WINDOW_SECONDS)
        .maxConnectionAge(LONGEST_CONNECTION.toSeconds(), TimeUnit.SECONDS)
        .maxConnectionAgeGrace(GRACE.toSeconds(), TimeUnit.SECONDS);
  }

  static SslContext serverContext(TlsFolder tls, TrustManager callers) {
    try {
      var builder =
          SslContextBuilder.forServer(tls.keyManager())
              .trustManager(callers)
              .clientAuth(ClientAuth.REQUIRE)
              .protocols("TLSv1.3");
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException("the JDK refuses the TLS of the internal port", e);
    }
  }

  /// Called in dev mode only.
  @Override
  public void startServer(Server server) {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on the internal port", e);
    }
  }

  @Override
  public void postStartup(Server server, ShutdownContext shutdown) {
    shutdown.addShutdownTask(server::shutdown);
  }

  @Override
  public void devModeReload(
      List<ServerServiceDefinition> services,
      Map<String, ServerMethodDefinition<?, ?>> methods,
      List<ServerInterceptor> interceptors,
      ShutdownContext shutdown) {
    throw new UnsupportedOperationException("restart: the internal port does not reload code");
  }

  @Override
  public boolean serverAlreadyExists() {
    return false;
  }

  @Override
  public String serverInfo(String host, int port, GrpcServerConfiguration configuration) {
    return "internal gRPC server on " + host + ":" + port + ", mutual TLS";
  }

  @Override
  public boolean providesChannel(GrpcClientConfiguration configuration) {
    return true;
  }

  @Override
  public String resolver() {
    return "dns";
  }

  /// Unused: [#createChannelBuilder] makes the target itself.
  @Override
  public String adjustHost(String host) {
    return host;
  }

  /// A client's `host` is its whole address, `host:port`, and its `port` is not read: an address is
  /// one setting here (`quarkus.grpc.clients.auth.host=${giftwarden.auth.address}`).
  ///
  /// Without TLS of ours yet: whom the channel expects depends on its name, which is known to
  /// [InternalChannelTls] alone. A channel that missed that step would trust the JDK's public
  /// roots, and so none of our services.
  @Override
  public ManagedChannelBuilder<?> createChannelBuilder(
      GrpcClientConfiguration configuration, String target) {
    return NettyChannelBuilder.forTarget("dns:///" + configuration.host());
  }

  @Override
  public String channelInfo(GrpcClientConfiguration configuration) {
    return "internal (mutual TLS)";
  }
}
