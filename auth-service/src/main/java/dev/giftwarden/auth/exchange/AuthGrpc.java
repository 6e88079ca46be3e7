package dev.giftwarden.auth.exchange;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.route.Routes;
import dev.giftwarden.auth.signing.SignedToken;
import dev.giftwarden.auth.token.Issuance;
import dev.giftwarden.auth.token.live.Introspection;
import dev.giftwarden.auth.token.live.ResourceServer;
import dev.giftwarden.auth.trust.TrustFeed;
import dev.giftwarden.auth.trust.WatchStreamGrpc;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.ExchangeResponse;
import dev.giftwarden.auth.v1.IntrospectionRequest;
import dev.giftwarden.auth.v1.IntrospectionResponse;
import dev.giftwarden.auth.v1.IssuedToken;
import dev.giftwarden.auth.v1.RouteAnnouncement;
import dev.giftwarden.auth.v1.RouteReceipt;
import dev.giftwarden.auth.v1.TrustAck;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.auth.v1.UsageReceipt;
import dev.giftwarden.auth.v1.UsageReport;
import dev.giftwarden.auth.version.usage.Usage;
import dev.giftwarden.edge.grpc.CallerInterceptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/// What the other services ask auth.
@GrpcService
public class AuthGrpc extends AuthServiceGrpc.AuthServiceImplBase {
  private final Exchange exchange;
  private final TrustFeed feed;
  private final Usage usage;
  private final Routes routes;
  private final Introspection introspection;

  AuthGrpc(
      Exchange exchange, TrustFeed feed, Usage usage, Routes routes, Introspection introspection) {
    this.exchange = exchange;
    this.feed = feed;
    this.usage = usage;
    this.routes = routes;
    this.introspection = introspection;
  }

  @Override
  @Blocking
  public void exchange(ExchangeRequest request, StreamObserver<ExchangeResponse> answer) {
    switch (exchange.exchange(request, caller())) {
      case Exchange.Outcome.Answered(Issuance.Outcome outcome) -> {
        answer.onNext(response(outcome));
        answer.onCompleted();
      }
      case Exchange.Outcome.Malformed(String why) ->
          answer.onError(Status.INVALID_ARGUMENT.withDescription(why).asException());
      case Exchange.Outcome.TooMany _ ->
          answer.onError(
              Status.RESOURCE_EXHAUSTED.withDescription("too many exchanges").asException());
    }
  }

  @Override
  public StreamObserver<TrustAck> watchTrust(StreamObserver<TrustUpdate> updates) {
    return new WatchStreamGrpc(
        feed, caller().id(), (ServerCallStreamObserver<TrustUpdate>) updates);
  }

  @Override
  @Blocking
  public void reportUsage(UsageReport report, StreamObserver<UsageReceipt> answer) {
    usage
        .report(report, caller())
        .ifPresentOrElse(
            why -> answer.onError(Status.INVALID_ARGUMENT.withDescription(why).asException()),
            () -> {
              answer.onNext(UsageReceipt.getDefaultInstance());
              answer.onCompleted();
            });
  }

  @Override
  @Blocking
  public void announceRoutes(RouteAnnouncement told, StreamObserver<RouteReceipt> answer) {
    routes
        .announce(told, caller())
        .ifPresentOrElse(
            why -> answer.onError(Status.INVALID_ARGUMENT.withDescription(why).asException()),
            () -> {
              answer.onNext(RouteReceipt.getDefaultInstance());
              answer.onCompleted();
            });
  }

  @Override
  @Blocking
  public void introspect(
      IntrospectionRequest request, StreamObserver<IntrospectionResponse> answer) {
    if (request.getToken().isEmpty()) {
      answer.onError(IntrospectionAnswer.noToken());
      return;
    }
    switch (introspection.of(new ResourceServer(caller()), request.getToken())) {
      case Introspection.Outcome.Active(TokenClaims token) -> {
        answer.onNext(IntrospectionAnswer.of(token));
        answer.onCompleted();
      }
      case Introspection.Outcome.Inactive _ -> {
        answer.onNext(IntrospectionAnswer.INACTIVE);
        answer.onCompleted();
      }
      case Introspection.Outcome.Refused(Refusal reason) ->
          answer.onError(IntrospectionAnswer.refused(reason));
    }
  }

  private static Caller.Service caller() {
    return CallerInterceptor.CALLER.get();
  }

  private static ExchangeResponse response(Issuance.Outcome outcome) {
    return switch (outcome) {
      case Issuance.Outcome.Issued(SignedToken token) ->
          ExchangeResponse.newBuilder()
              .setIssued(
                  IssuedToken.newBuilder()
                      .setToken(token.text())
                      .setExpiresAtUnixMs(token.claims().expiresAt().toEpochMilli()))
              .build();
      case Issuance.Outcome.Refused(Refusal reason) ->
          ExchangeResponse.newBuilder()
              .setRefused(
                  dev.giftwarden.auth.v1.Refusal.newBuilder()
                      .setProblem(reason.publicFace().slug()))
              .build();
    };
  }
}
