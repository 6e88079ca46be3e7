package dev.giftwarden.auth.trust;

import dev.giftwarden.auth.v1.TrustAck;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.certs.SpiffeId;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// One consumer's stream: its first acknowledgement names it and starts the feed.
public final class WatchStreamGrpc implements StreamObserver<TrustAck> {
  /// Written into a table and the log, so it is nothing that either would stumble over.
  private static final Pattern NAME = Pattern.compile("[!-~]{1,64}");

  /// By then the consumer has gone without for so long that it starts anew in any case.
  private static final int PATIENCE_HEARTBEATS = 3;

  private final TrustFeed feed;
  private final SpiffeId.Service service;
  private final ServerCallStreamObserver<TrustUpdate> updates;
  private final CompletableFuture<TrustFeed.Subscription> subscription = new CompletableFuture<>();
  private boolean named;
  private int unreadHeartbeats;

  public WatchStreamGrpc(
      TrustFeed feed, SpiffeId.Service service, ServerCallStreamObserver<TrustUpdate> updates) {
    this.feed = feed;
    this.service = service;
    this.updates = updates;
    updates.setOnCancelHandler(this::end);
  }

  @Override
  public void onNext(TrustAck ack) {
    if (named) {
      var _ = subscription.thenAccept(s -> s.acknowledge(ack.getNumber()));
      return;
    }
    named = true;
    var name = ack.getConsumer();
    if (!NAME.matcher(name).matches()) {
      updates.onError(
          Status.INVALID_ARGUMENT
              .withDescription("consumer: 1 to 64 printable characters of ASCII")
              .asException());
      return;
    }
    // The snapshot is read from the database; calls start where nothing may block.
    Thread.startVirtualThread(() -> subscribe(service.name() + "/" + name, ack.getDialect()));
  }

  private void subscribe(String consumer, int dialect) {
    try {
      subscription.complete(feed.subscribe(consumer, dialect, this::send));
    } catch (RuntimeException e) {
      updates.onError(
          Status.UNAVAILABLE.withDescription("no snapshot now").withCause(e).asException());
    }
  }

  /// A consumer that does not read is let go, before what it has not read fills our memory. It
  /// comes back, and gets a snapshot.
  private void send(TrustFeed.Subscription self, TrustUpdate update) {
    if (update.hasHeartbeat()) {
      unreadHeartbeats = updates.isReady() ? 0 : unreadHeartbeats + 1;
    }
    if (unreadHeartbeats > PATIENCE_HEARTBEATS) {
      updates.onError(Status.UNAVAILABLE.withDescription("read faster").asException());
      throw new IllegalStateException("does not read what it is sent");
    }
    updates.onNext(update);
  }

  @Override
  public void onError(Throwable gone) {
    end();
  }

  @Override
  public void onCompleted() {
    end();
    updates.onCompleted();
  }

  private void end() {
    var _ = subscription.thenAccept(TrustFeed.Subscription::end);
  }
}
