package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.tls.ListenerProof;
import io.quarkus.grpc.runtime.GrpcServer;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready only while both listeners answer this very process, with the certificate that is mounted,
/// and resume nothing. It also notices a gRPC server that never came up: Quarkus logs that and goes
/// on.
@Readiness
@Singleton
public class TlsReadiness implements HealthCheck {
  /// Four handshakes are about ten milliseconds of a core: too much for every probe, nothing once
  /// in a while. Only a good answer is kept.
  private static final Duration KEPT = Duration.ofSeconds(5);

  private final InternalTls internal;
  private final PublicTls edge;
  private final ValueRegistry ports;
  private final String publicHost;
  private final String internalHost;
  private long goodUntilNanos = System.nanoTime();

  @Inject
  TlsReadiness(
      InternalTls internal,
      PublicTls edge,
      ValueRegistry ports,
      @ConfigProperty(name = "quarkus.http.host") String publicHost,
      @ConfigProperty(name = "quarkus.grpc.server.host") String internalHost) {
    this.internal = internal;
    this.edge = edge;
    this.ports = ports;
    this.publicHost = publicHost;
    this.internalHost = internalHost;
    internal.folder().onRotation(this::forget);
    edge.folder().onRotation(this::forget);
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("tls");
    Optional<String> problem = problem();
    return problem.isEmpty()
        ? response.up().build()
        : response.down().withData("problem", problem.get()).build();
  }

  private Optional<String> problem() {
    return internal.folder().fault().or(() -> edge.folder().fault()).or(this::listenersProblem);
  }

  private synchronized Optional<String> listenersProblem() {
    if (System.nanoTime() - goodUntilNanos < 0) {
      return Optional.empty();
    }
    Optional<String> problem = publicProblem().or(this::internalProblem);
    if (problem.isEmpty()) {
      goodUntilNanos = System.nanoTime() + KEPT.toNanos();
    }
    return problem;
  }

  private synchronized void forget() {
    goodUntilNanos = System.nanoTime();
  }

  private Optional<String> publicProblem() {
    int port = ports.get(HttpServer.HTTP_SERVER).getSecurePort();
    return problem("public", publicHost, port, ListenerProof.asStranger(edge.folder()));
  }

  private Optional<String> internalProblem() {
    int port = ports.get(GrpcServer.GRPC_SERVER).getPort();
    return problem("internal", internalHost, port, ListenerProof.asItself(internal.folder()));
  }

  private static Optional<String> problem(
      String listener, String host, int port, ListenerProof proof) {
    if (port <= 0) {
      return Optional.of("the " + listener + " listener did not start");
    }
    return switch (proof.against(reachable(host, port))) {
      case ListenerProof.Outcome.Proven() -> Optional.empty();
      case ListenerProof.Outcome.Failed(String why) ->
          Optional.of("the " + listener + " listener " + why);
    };
  }

  /// A listener on every address is reached by the loopback one.
  private static InetSocketAddress reachable(String host, int port) {
    InetSocketAddress bound = new InetSocketAddress(host, port);
    boolean everywhere = !bound.isUnresolved() && bound.getAddress().isAnyLocalAddress();
    return everywhere ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port) : bound;
  }
}
