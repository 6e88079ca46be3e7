package dev.giftwarden.certs.quarkus;

import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.grpc.GrpcService;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Tells the caller who it is.
@GrpcService
public class PeerGrpc implements BindableService {
  static final MethodDescriptor<String, String> WHO_AM_I =
      MethodDescriptor.newBuilder(new Text(), new Text())
          .setType(MethodType.UNARY)
          .setFullMethodName("giftwarden.test.Peer/WhoAmI")
          .build();

  private static final Context.Key<String> PEER = Context.key("peer");

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder("giftwarden.test.Peer")
        .addMethod(
            WHO_AM_I,
            ServerCalls.asyncUnaryCall((_, answer) -> {
              answer.onNext(PEER.get());
              answer.onCompleted();
            }))
        .build();
  }

  /// Where services will read their peer, too.
  @GlobalInterceptor
  @ApplicationScoped
  public static class PeerInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      var context = Context.current().withValue(PEER, Peer.of(call).id().uri());
      return Contexts.interceptCall(context, call, headers, next);
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try (stream) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
