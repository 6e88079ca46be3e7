package dev.giftwarden.acceptance.doors;

import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Grpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One connection to an internal port that stays open, and calls over it in bytes: whoever has a
/// private key speaks as he likes.
record OpenChannel(ManagedChannel channel) implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /// A call that was begun: its first message, and its end.
  record Begun(CompletableFuture<byte[]> message, CompletableFuture<Status> end) {
    byte[] firstMessage() {
      return message.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /// Code, and what the service says about it: `UNAUTHENTICATED certificate-revoked`.
    String outcome() {
      Status status = end.orTimeout(30, TimeUnit.SECONDS).join();
      String why = status.getDescription();
      return status.getCode() + (why == null || status.isOk() ? "" : " " + why);
    }
  }

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  static OpenChannel to(int port, TlsFolder own, String service) {
    return new OpenChannel(Grpc.channel(port, own, service));
  }

  /// @param token empty: none
  Begun unary(String method, String token, byte[] request) {
    return begin(method, MethodType.UNARY, token, request);
  }

  /// Its side stays open.
  Begun stream(String method, byte[] request) {
    return begin(method, MethodType.BIDI_STREAMING, "", request);
  }

  private Begun begin(String method, MethodType type, String token, byte[] request) {
    var descriptor =
        MethodDescriptor.<byte[], byte[]>newBuilder(BYTES, BYTES)
            .setFullMethodName(method)
            .setType(type)
            .build();
    var headers = new Metadata();
    if (!token.isEmpty()) {
      headers.put(AUTHORIZATION, "Bearer " + token);
    }
    var begun = new Begun(new CompletableFuture<>(), new CompletableFuture<>());
    ClientCall<byte[], byte[]> call = channel.newCall(descriptor, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            begun.message().complete(message);
            call.request(1);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            begun.end().complete(status);
          }
        },
        headers);
    call.request(1);
    call.sendMessage(request);
    if (type == MethodType.UNARY) {
      call.halfClose();
    }
    return begun;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
