package dev.giftwarden.gift;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.health.SmallRyeHealthReporter;

/// What the internal port serves until there is an RPC of its own: `grpc.health.v1.Health/Check`,
/// which says the same as the readiness probe.
///
/// Quarkus starts its gRPC server only for a service that it finds among the application's classes,
/// and its own health service is none of them; it finds this one by the interface named here.
@GrpcService
class InternalHealthGrpc extends HealthGrpc.HealthImplBase implements BindableService {

  private final SmallRyeHealthReporter health;

  InternalHealthGrpc(SmallRyeHealthReporter health) {
    this.health = health;
  }

  @Override
  @Blocking
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
    if (!request.getService().isEmpty()) {
      answer.onError(Status.NOT_FOUND.asRuntimeException());
      return;
    }
    ServingStatus status =
        health.getReadiness().isDown() ? ServingStatus.NOT_SERVING : ServingStatus.SERVING;
    answer.onNext(HealthCheckResponse.newBuilder().setStatus(status).build());
    answer.onCompleted();
  }
}
