package dev.giftwarden.audit.client.outbox;

import com.google.protobuf.ByteString;
import dev.giftwarden.audit.client.checkpoint.Checkpoint;
import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.v1.AppendRequest;
import dev.giftwarden.audit.v1.AppendResponse;
import dev.giftwarden.audit.v1.AuditServiceGrpc;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Hands events to audit and believes only a checkpoint that its key signed.
public final class LogClient {
  /// Audit answers about a second after at most; ten are an audit in trouble.
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Channel channel;
  private final Supplier<String> token;
  private final Consumer<String> refused;
  private final VerifierKey log;

  /// @param channel to audit, over mutual TLS
  /// @param token gives this service's own token for audience `audit`, asked before every call
  /// @param refused hears of a token that audit does not accept, which may be over before its end
  /// @param log the key that signs the checkpoints of the one log this service reports to
  public LogClient(
      Channel channel, Supplier<String> token, Consumer<String> refused, VerifierKey log) {
    this.channel = channel;
    this.token = token;
    this.refused = refused;
    this.log = log;
  }

  /// Whose requests a message to audit tells of; empty for any other message. Nobody has judged it
  /// yet: what is no event tells of none.
  public static List<String> requestsIn(Object message) {
    return message instanceof AppendRequest batch
        ? batch.getEventsList().stream()
            .flatMap(event -> requestIn(event).stream())
            .distinct()
            .toList()
        : List.of();
  }

  private static Optional<String> requestIn(ByteString event) {
    try {
      return Optional.of(EventCodec.decode(event.toByteArray()).event().requestId())
          .filter(id -> !id.isEmpty());
    } catch (IllegalArgumentException notAnEvent) {
      return Optional.empty();
    }
  }

  /// Returns when a checkpoint signed by the log's key includes every one of `events`.
  ///
  /// @throws AppendRefusedException if audit will never take them
  /// @throws AppendFailedException if the answer is anything else
  /// @throws io.grpc.StatusRuntimeException if there is none
  void append(List<ByteString> events) {
    AppendResponse response = call(token.get(), events);
    Checkpoint checkpoint =
        log.open(response.getCheckpoint())
            .orElseThrow(() -> new AppendFailedException("checkpoint not signed by the log's key"));
    List<Long> indexes = response.getIndexesList();
    if (indexes.size() != events.size()
        || indexes.stream().anyMatch(index -> index < 0 || index >= checkpoint.size())) {
      throw new AppendFailedException("the checkpoint does not include every event");
    }
  }

  private AppendResponse call(String own, List<ByteString> events) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + own);
    try {
      return AuditServiceGrpc.newBlockingStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
          .append(AppendRequest.newBuilder().addAllEvents(events).build());
    } catch (StatusRuntimeException failed) {
      if (failed.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
        throw new AppendRefusedException(String.valueOf(failed.getStatus().getDescription()));
      }
      if (failed.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
        refused.accept(own);
      }
      connectAnew();
      throw failed;
    }
  }

  /// A connection stays with the replica that it once came to, and that one may be the only one in
  /// trouble.
  private void connectAnew() {
    if (channel instanceof ManagedChannel managed) {
      managed.enterIdle();
    }
  }
}
