package dev.giftwarden.audit.client.outbox;

import com.google.protobuf.ByteString;
import dev.giftwarden.audit.client.Golden;
import dev.giftwarden.audit.client.checkpoint.SignerKey;
import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.audit.client.tree.MerkleTree;
import dev.giftwarden.audit.v1.AppendRequest;
import dev.giftwarden.audit.v1.AppendResponse;
import dev.giftwarden.audit.v1.AuditServiceGrpc;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An audit with a log in memory, over gRPC and mutual TLS. It can be told to answer badly.
final class FakeAudit extends AuditServiceGrpc.AuditServiceImplBase implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final BlockingQueue<List<AuditEvent>> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
  private final BlockingQueue<Status> failures = new LinkedBlockingQueue<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final MerkleTree tree = MerkleTree.empty();
  private final SignerKey signer;
  private final Server server;
  private final ManagedChannel channel;
  private UnaryOperator<AppendResponse> lie = UnaryOperator.identity();

  FakeAudit(Path folder) throws IOException, GeneralSecurityException {
    signer = SignerKey.parse(Golden.signerKey());
    Pki pki = Pki.init(folder.resolve("pki"), InstantSource.system());
    pki.issueService("audit", List.of("localhost"), folder.resolve("audit"));
    pki.issueService("gift", List.of("localhost"), folder.resolve("gift"));
    TlsFolder own = TlsFolder.open(folder.resolve("audit"), InstantSource.system());
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(own.keyManager()), SslProvider.JDK)
                    .trustManager(own.trustingClients(Set.of(Kind.SERVICE)))
                    .clientAuth(ClientAuth.REQUIRE)
                    .build())
            .addService(ServerInterceptors.intercept(this, new TokenTaker()))
            .build()
            .start();
    TlsFolder gift = TlsFolder.open(folder.resolve("gift"), InstantSource.system());
    channel =
        NettyChannelBuilder.forAddress("localhost", server.getPort())
            .sslContext(
                GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                    .keyManager(gift.keyManager())
                    .trustManager(gift.trustingServer(new SpiffeId.Service("audit")))
                    .build())
            .build();
  }

  /// Gift's channel to it.
  ManagedChannel channel() {
    return channel;
  }

  VerifierKey key() {
    return signer.verifier();
  }

  /// Changes every answer from now on.
  synchronized void lie(UnaryOperator<AppendResponse> lie) {
    this.lie = lie;
  }

  /// Refuses every batch that holds the event of this request.
  void refuse(String requestId) {
    refused.add(requestId);
  }

  /// Takes the next request into the log, and loses the answer.
  void failOnce(Status status) {
    failures.add(status);
  }

  /// The next request, as soon as there is one.
  List<AuditEvent> nextRequest() throws InterruptedException {
    List<AuditEvent> request = requests.poll(30, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("nothing was delivered within 30 s");
    }
    return request;
  }

  @Nullable String nextToken() throws InterruptedException {
    return tokens.poll(30, TimeUnit.SECONDS);
  }

  @Override
  public synchronized void append(AppendRequest request, StreamObserver<AppendResponse> answer) {
    List<AuditEvent> events;
    try {
      events = events(request);
    } catch (IllegalArgumentException no) {
      answer.onError(Status.INVALID_ARGUMENT.withDescription(no.getMessage()).asRuntimeException());
      return;
    }
    AppendResponse.Builder response = AppendResponse.newBuilder();
    for (ByteString event : request.getEventsList()) {
      response.addIndexes(tree.size());
      tree.add(Hash.ofLeaf(event.toByteArray()));
    }
    response.setCheckpoint(signer.sign(tree.size(), tree.root()));
    Status failure = failures.poll();
    if (failure == null) {
      answer.onNext(lie.apply(response.build()));
      answer.onCompleted();
    } else {
      answer.onError(failure.asRuntimeException());
    }
    requests.add(events);
  }

  private List<AuditEvent> events(AppendRequest request) {
    List<AuditEvent> events =
        request.getEventsList().stream()
            .map(bytes -> EventCodec.decode(bytes.toByteArray()).event())
            .toList();
    if (events.stream().anyMatch(event -> refused.contains(event.requestId()))) {
      throw new IllegalArgumentException("the log has another event with this id");
    }
    return events;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private final class TokenTaker implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      tokens.add(String.valueOf(headers.get(AUTHORIZATION)));
      return next.startCall(call, headers);
    }
  }
}
