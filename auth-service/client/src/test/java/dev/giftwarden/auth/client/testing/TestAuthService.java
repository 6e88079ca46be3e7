package dev.giftwarden.auth.client.testing;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.ExchangeResponse;
import dev.giftwarden.auth.v1.Refusal;
import dev.giftwarden.auth.v1.RouteAnnouncement;
import dev.giftwarden.auth.v1.RouteReceipt;
import dev.giftwarden.auth.v1.TrustAck;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.auth.v1.UsageReceipt;
import dev.giftwarden.auth.v1.UsageReport;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.quarkus.Peer;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The RPCs of [TestAuth].
final class TestAuthService extends AuthServiceGrpc.AuthServiceImplBase {
  private static final Context.Key<PeerCertificate> PEER = Context.key("peer");

  private final TestAuth auth;
  private final TestFeed feed;

  TestAuthService(TestAuth auth, TestFeed feed) {
    this.auth = auth;
    this.feed = feed;
  }

  @Override
  public void exchange(ExchangeRequest request, StreamObserver<ExchangeResponse> out) {
    var answer =
        switch (request.getCredentialCase()) {
          case KEY -> auth.exchange(request.getKey());
          case OWN -> auth.issued(ofService(PEER.get()));
          case CREDENTIAL_NOT_SET -> throw new IllegalArgumentException("no credential");
        };
    out.onNext(
        switch (answer) {
          case TestAuth.Answer.Issued(var token) ->
              ExchangeResponse.newBuilder().setIssued(token).build();
          case TestAuth.Answer.Refused(var problem) ->
              ExchangeResponse.newBuilder()
                  .setRefused(Refusal.newBuilder().setProblem(problem.slug()))
                  .build();
        });
    out.onCompleted();
  }

  private TokenClaims ofService(PeerCertificate peer) {
    Instant now = auth.now().truncatedTo(ChronoUnit.SECONDS);
    return new TokenClaims(
        auth.issuer(),
        Audience.AUDIT,
        new Subject.Service((SpiffeId.Service) peer.id()),
        UUID.randomUUID().toString(),
        now,
        now.plus(TokenClaims.LIFETIME),
        Set.of(Scope.AUDIT_APPEND),
        Optional.of(peer.thumbprint()),
        Optional.empty());
  }

  @Override
  public StreamObserver<TrustAck> watchTrust(StreamObserver<TrustUpdate> out) {
    return feed.follow(out);
  }

  @Override
  public void reportUsage(UsageReport report, StreamObserver<UsageReceipt> out) {
    auth.usage().add(report);
    out.onNext(UsageReceipt.getDefaultInstance());
    out.onCompleted();
  }

  @Override
  public void announceRoutes(RouteAnnouncement announcement, StreamObserver<RouteReceipt> out) {
    auth.announcements().add(announcement);
    out.onNext(RouteReceipt.getDefaultInstance());
    out.onCompleted();
  }

  /// Puts the caller's certificate where the RPCs find it.
  static final class PeerInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return Contexts.interceptCall(
          Context.current().withValue(PEER, Peer.of(call)), call, headers, next);
    }
  }
}
