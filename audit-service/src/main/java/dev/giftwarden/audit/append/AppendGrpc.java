package dev.giftwarden.audit.append;

import com.google.protobuf.ByteString;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.v1.AppendRequest;
import dev.giftwarden.audit.v1.AppendResponse;
import dev.giftwarden.audit.v1.AuditServiceGrpc.AuditServiceImplBase;
import dev.giftwarden.edge.grpc.CallerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `Append` for auth and gift. Who reports, the connection says.
@GrpcService
class AppendGrpc extends AuditServiceImplBase {
  private static final int MAX_EVENTS = 1000;

  private final Appender appender;

  AppendGrpc(Appender appender) {
    this.appender = appender;
  }

  @Override
  @Blocking
  public void append(AppendRequest request, StreamObserver<AppendResponse> answer) {
    try {
      answer.onNext(answer(appender.append(events(request))));
      answer.onCompleted();
    } catch (StatusRuntimeException refused) {
      answer.onError(refused);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      answer.onError(Status.UNAVAILABLE.withDescription("stopping").asRuntimeException());
    }
  }

  private static List<RecordedEvent> events(AppendRequest request) {
    if (request.getEventsCount() < 1 || request.getEventsCount() > MAX_EVENTS) {
      throw invalid("1 to %d events".formatted(MAX_EVENTS));
    }
    String source = CallerInterceptor.CALLER.get().id().name();
    try {
      return request.getEventsList().stream().map(sent -> event(sent, source)).toList();
    } catch (IllegalArgumentException notAnEvent) {
      throw invalid(notAnEvent.getMessage());
    }
  }

  /// A service that is not itself any more still speaks for nobody else.
  private static RecordedEvent event(ByteString sent, String source) {
    if (OldForm.isOne(sent)) {
      return OldForm.read(sent, source);
    }
    RecordedEvent recorded = EventCodec.decode(sent.toByteArray());
    if (!recorded.source().equals(source)) {
      throw new IllegalArgumentException("the source is not the sender");
    }
    return recorded;
  }

  private static AppendResponse answer(Appended outcome) {
    return switch (outcome) {
      case Appended.Included(var indexes, var checkpoint) ->
          AppendResponse.newBuilder().addAllIndexes(indexes).setCheckpoint(checkpoint).build();
      case Appended.Conflicting(var id) ->
          throw invalid("the log has another event with the id " + id);
      case Appended.NotYetIncluded() ->
          throw Status.UNAVAILABLE
              .withDescription("stored, but not in a checkpoint yet: send again")
              .asRuntimeException();
    };
  }

  private static StatusRuntimeException invalid(@Nullable String reason) {
    return Status.INVALID_ARGUMENT.withDescription(reason).asRuntimeException();
  }
}
