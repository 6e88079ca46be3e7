package dev.giftwarden.auth.client.testing;

import dev.giftwarden.auth.v1.EpochRaised;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustAck;
import dev.giftwarden.auth.v1.TrustChange;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustHeartbeat;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.TrustUpdate;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The trust feed as auth serves it, kept in memory: snapshot, changes in order, heartbeats.
final class TestFeed implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final InstantSource clock;
  private final List<TrustEntry> entries = new ArrayList<>();
  private final Map<StreamObserver<TrustUpdate>, Long> consumers = new HashMap<>();
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private boolean stopped = false;

  TestFeed(InstantSource clock) {
    this.clock = clock;
    var _ =
        heart.scheduleAtFixedRate(
            this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized void publish(SigningKey key) {
    change(TrustEntry.newBuilder().setSigningKey(key).build());
  }

  void raise(String subject, long epoch) {
    var raised = EpochRaised.newBuilder().setSubject(subject).setEpoch(epoch);
    tell(TrustEntry.newBuilder().setEpochRaised(raised).build());
  }

  /// Returns when every consumer has applied it.
  synchronized void tell(TrustEntry entry) {
    change(entry);
    await(() -> consumers.values().stream().allMatch(acked -> acked >= entries.size()));
  }

  synchronized void awaitConsumers(int count) {
    await(() ->
        consumers.values().stream().filter(acked -> acked >= entries.size()).count() >= count);
  }

  synchronized void stop() {
    stopped = true;
    consumers.keySet().forEach(out -> out.onError(Status.UNAVAILABLE.asRuntimeException()));
    consumers.clear();
  }

  synchronized void resume() {
    stopped = false;
  }

  /// One consumer's stream.
  StreamObserver<TrustAck> follow(StreamObserver<TrustUpdate> out) {
    return new StreamObserver<>() {
      @Override
      public void onNext(TrustAck ack) {
        acknowledged(out, ack);
      }

      @Override
      public void onError(Throwable t) {
        leave(out);
      }

      @Override
      public void onCompleted() {
        leave(out);
        out.onCompleted();
      }
    };
  }

  private synchronized void acknowledged(StreamObserver<TrustUpdate> out, TrustAck ack) {
    if (stopped) {
      out.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    if (consumers.putIfAbsent(out, 0L) == null) {
      out.onNext(TrustUpdate.newBuilder().setSnapshot(snapshot()).build());
    }
    consumers.put(out, ack.getNumber());
    notifyAll();
  }

  private synchronized void leave(StreamObserver<TrustUpdate> out) {
    consumers.remove(out);
    notifyAll();
  }

  private void change(TrustEntry entry) {
    entries.add(entry);
    var change = TrustChange.newBuilder().setNumber(entries.size()).setEntry(entry);
    send(TrustUpdate.newBuilder().setChange(change).build());
  }

  private synchronized void beat() {
    send(
        TrustUpdate.newBuilder()
            .setHeartbeat(
                TrustHeartbeat.newBuilder()
                    .setNumber(entries.size())
                    .setDatabaseTimeUnixMs(clock.millis()))
            .build());
  }

  private void send(TrustUpdate update) {
    consumers.keySet().forEach(out -> out.onNext(update));
  }

  private TrustSnapshot snapshot() {
    return TrustSnapshot.newBuilder()
        .setNumber(entries.size())
        .setDatabaseTimeUnixMs(clock.millis())
        .addAllEntries(entries)
        .build();
  }

  private void await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(PATIENCE);
    try {
      while (!condition.getAsBoolean()) {
        long left = Duration.between(Instant.now(), end).toMillis();
        if (left <= 0) {
          throw new IllegalStateException("the consumers did not follow the feed: " + consumers);
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    heart.shutdownNow();
    stop();
  }
}
