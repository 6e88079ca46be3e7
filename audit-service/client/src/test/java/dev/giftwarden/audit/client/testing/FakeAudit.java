package dev.giftwarden.audit.client.testing;

import com.google.protobuf.ByteString;
import dev.giftwarden.audit.client.checkpoint.SignerKey;
import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.audit.client.tree.MerkleTree;
import dev.giftwarden.audit.v1.AppendRequest;
import dev.giftwarden.audit.v1.AppendResponse;
import dev.giftwarden.audit.v1.AuditServiceGrpc;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Audit's internal side for the tests of those that report to it: a log in memory, over gRPC and
/// mutual TLS, that signs its checkpoints. It can be told to answer badly.
public final class FakeAudit extends AuditServiceGrpc.AuditServiceImplBase
    implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final BlockingQueue<List<AuditEvent>> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
  private final BlockingQueue<Status> failures = new LinkedBlockingQueue<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final List<AuditEvent> log = new ArrayList<>();
  private final MerkleTree tree = MerkleTree.empty();
  private final String source;
  private final SignerKey signer;
  private final Server server;
  private UnaryOperator<AppendResponse> lie = UnaryOperator.identity();

  private FakeAudit(Pki pki, Path folder, String source) throws IOException {
    var _ = pki.issueService("audit", List.of("localhost"), folder);
    this.source = source;
    this.signer = SignerKey.parse(Files.readString(pki.checkpointSigner()).strip());
    this.server =
        Grpc.serve(0, TlsFolder.open(folder, InstantSource.system()), this, new TokenTaker());
  }

  /// @param folder where its own certificate is written
  /// @param source who alone reports to it
  public static FakeAudit start(Pki pki, Path folder, String source) {
    try {
      return new FakeAudit(pki, folder, source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getPort();
  }

  public VerifierKey key() {
    return signer.verifier();
  }

  /// Changes every answer from now on.
  public synchronized void lie(UnaryOperator<AppendResponse> lie) {
    this.lie = lie;
  }

  /// Refuses every batch that holds the event of this request.
  public void refuse(String requestId) {
    refused.add(requestId);
  }

  /// Takes the next request into the log, and loses the answer.
  public void failOnce(Status status) {
    failures.add(status);
  }

  /// The next request, as soon as there is one.
  public List<AuditEvent> nextRequest() throws InterruptedException {
    List<AuditEvent> request = requests.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("nothing was delivered within " + PATIENCE);
    }
    return request;
  }

  public @Nullable String nextToken() throws InterruptedException {
    return tokens.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /// Waits until at least `count` events of the log match, and returns all that do.
  public synchronized List<AuditEvent> await(int count, Predicate<AuditEvent> which) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        List<AuditEvent> found = log.stream().filter(which).toList();
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (found.size() >= count || left <= 0) {
          return found;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void append(AppendRequest request, StreamObserver<AppendResponse> answer) {
    List<AuditEvent> events;
    try {
      events = request.getEventsList().stream().map(this::accepted).toList();
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
    log.addAll(events);
    notifyAll();
    Status failure = failures.poll();
    if (failure == null) {
      answer.onNext(lie.apply(response.build()));
      answer.onCompleted();
    } else {
      answer.onError(failure.asRuntimeException());
    }
    requests.add(events);
  }

  private AuditEvent accepted(ByteString sent) {
    RecordedEvent recorded = EventCodec.decode(sent.toByteArray());
    if (!recorded.source().equals(source)) {
      throw new IllegalArgumentException(source + " reports as " + recorded.source());
    }
    if (refused.contains(recorded.event().requestId())) {
      throw new IllegalArgumentException("the log has another event with this id");
    }
    return recorded.event();
  }

  @Override
  public void close() {
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
