package dev.giftwarden.gift.testing;

import com.google.protobuf.ByteString;
import dev.giftwarden.audit.client.checkpoint.SignerKey;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.audit.v1.AppendRequest;
import dev.giftwarden.audit.v1.AppendResponse;
import dev.giftwarden.audit.v1.AuditServiceGrpc;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Audit's internal side: a real gRPC server over mutual TLS that keeps what it is told and signs a
/// checkpoint for it.
public final class FakeAudit extends AuditServiceGrpc.AuditServiceImplBase
    implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SignerKey signer;
  private final List<AuditEvent> events = new ArrayList<>();
  private final Server server;

  private FakeAudit(SignerKey signer, TlsFolder tls) throws IOException {
    this.signer = signer;
    var context =
        SslContextBuilder.forServer(tls.keyManager())
            .trustManager(tls.trustingClients(Set.of(Kind.SERVICE)))
            .clientAuth(ClientAuth.REQUIRE)
            .protocols("TLSv1.3");
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress("localhost", 0))
            .sslContext(GrpcSslContexts.configure(context, SslProvider.JDK).build())
            .addService(this)
            .build()
            .start();
  }

  static FakeAudit start(Pki pki, Path folder) {
    try {
      var _ = pki.issueService("audit", List.of("localhost"), folder);
      return new FakeAudit(
          SignerKey.parse(Files.readString(pki.checkpointSigner()).strip()),
          TlsFolder.open(folder, InstantSource.system()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "localhost:" + server.getPort();
  }

  @Override
  public synchronized void append(AppendRequest request, StreamObserver<AppendResponse> out) {
    var response = AppendResponse.newBuilder();
    for (ByteString sent : request.getEventsList()) {
      RecordedEvent recorded = EventCodec.decode(sent.toByteArray());
      if (!recorded.source().equals("gift")) {
        throw new IllegalArgumentException("gift reports as " + recorded.source());
      }
      response.addIndexes(events.size());
      events.add(recorded.event());
    }
    notifyAll();
    out.onNext(response.setCheckpoint(checkpoint()).build());
    out.onCompleted();
  }

  private String checkpoint() {
    return signer.sign(events.size(), Hash.of(new byte[32]));
  }

  /// Waits until at least `count` events match, and returns all that do.
  public synchronized List<AuditEvent> await(int count, Predicate<AuditEvent> which) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        List<AuditEvent> found = events.stream().filter(which).toList();
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (found.size() >= count || left <= 0) {
          return found;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
