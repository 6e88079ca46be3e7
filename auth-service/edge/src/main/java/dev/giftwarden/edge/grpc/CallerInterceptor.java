package dev.giftwarden.edge.grpc;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.certs.quarkus.Peer;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import dev.giftwarden.edge.watching.RefusedCalls;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// The only authentication of the internal port: every RPC passes here first.
@ApplicationScoped
@GlobalInterceptor
public class CallerInterceptor implements ServerInterceptor {
  /// Who calls, for the RPC's own code.
  public static final Context.Key<Caller.Service> CALLER = Context.key("giftwarden.caller");

  public static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /// What only browsers send. No page has business here, whatever a proxy translates for it.
  private static final List<Metadata.Key<String>> OF_BROWSERS =
      List.of(
          Metadata.Key.of("origin", Metadata.ASCII_STRING_MARSHALLER),
          Metadata.Key.of("sec-fetch-site", Metadata.ASCII_STRING_MARSHALLER));

  private static final String SCHEME = "Bearer ";
  private static final Logger LOG = Logger.getLogger(CallerInterceptor.class);

  private final GrpcGate gate;
  private final DecisionSink sink;
  private final RefusedCalls refused;
  private final OpenCalls open;

  CallerInterceptor(GrpcGate gate, DecisionSink sink, RefusedCalls refused, OpenCalls open) {
    this.gate = gate;
    this.sink = sink;
    this.refused = refused;
    this.open = open;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (!(remote instanceof InetSocketAddress address)) {
      throw new IllegalStateException("the internal port listens on TCP");
    }
    var origin = new Origin(Optional.of(Peer.of(call)), address.getAddress(), UUID.randomUUID());
    String method = call.getMethodDescriptor().getFullMethodName();
    if (OF_BROWSERS.stream().anyMatch(headers::containsKey)) {
      return refuse(call, new Denial(Refusal.CROSS_SITE, method, Optional.empty(), origin));
    }
    return switch (gate.decide(method, token(headers), origin)) {
      case GrpcGate.Decision.Admitted(Caller.Service caller) -> {
        var context = Context.current().withValue(CALLER, caller);
        var cuttable = new CuttableCall<>(call);
        var listener = Contexts.interceptCall(context, cuttable, headers, next);
        yield open.keep(cuttable, listener, method, caller);
      }
      case GrpcGate.Decision.Refused(Denial denial) -> refuse(call, denial);
    };
  }

  private static Optional<String> token(Metadata headers) {
    return Optional.ofNullable(headers.get(AUTHORIZATION))
        .filter(value -> value.startsWith(SCHEME))
        .map(value -> value.substring(SCHEME.length()));
  }

  /// Recording waits for the database, and this is the event loop: it is done beside it.
  private <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Denial denial) {
    refused.count(denial.reason());
    Thread.ofVirtual()
        .name("grpc-refusal")
        .start(() -> {
          try {
            sink.refused(denial);
            call.close(status(denial.reason().publicFace()), new Metadata());
          } catch (RuntimeException e) {
            LOG.error("A refusal could not be recorded.", e);
            call.close(status(ProblemType.BUSY), new Metadata());
          }
        });
    return new ServerCall.Listener<>() {};
  }

  /// The description is the slug of the problem: what a client of ours may act on.
  static Status status(ProblemType problem) {
    Status.Code code =
        switch (problem.status()) {
          case 401 -> Status.Code.UNAUTHENTICATED;
          case 403 -> Status.Code.PERMISSION_DENIED;
          case 503 -> Status.Code.UNAVAILABLE;
          default -> Status.Code.INTERNAL;
        };
    return code.toStatus().withDescription(problem.slug());
  }
}
