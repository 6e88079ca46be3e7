package dev.giftwarden.edge.grpc;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import dev.giftwarden.edge.watching.RefusedCalls;
import io.grpc.ServerCall;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The calls on the internal port that were let in and have not ended: they end when the
/// certificate that they came with is revoked, and when it ends. A stream would live on otherwise,
/// for it is decided when it begins.
@Singleton
public class OpenCalls {
  /// Of ends that nobody tells. Revocations are told.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final Logger LOG = Logger.getLogger(OpenCalls.class);

  private final Set<Open> open = ConcurrentHashMap.newKeySet();
  private final TokenVerifier verifier;
  private final DecisionSink sink;
  private final RefusedCalls refused;

  /// Told of a revocation after its stop, it does nothing.
  private final ScheduledExecutorService looking =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("open-calls").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private record Open(CuttableCall<?, ?> call, String method, Caller.Service caller) {}

  public OpenCalls(
      TrustState trust, TokenVerifier verifier, DecisionSink sink, RefusedCalls refused) {
    this.verifier = verifier;
    this.sink = sink;
    this.refused = refused;
    trust.onRevocation(() -> looking.execute(this::tryLook));
    long millis = LOOK_EVERY.toMillis();
    var _ = looking.scheduleWithFixedDelay(this::tryLook, millis, millis, TimeUnit.MILLISECONDS);
  }

  /// Keeps it in view until it ends. One that was revoked between the decision and this is seen
  /// here.
  <Q> ServerCall.Listener<Q> keep(
      CuttableCall<Q, ?> call,
      ServerCall.Listener<Q> listener,
      String method,
      Caller.Service caller) {
    var kept = new Open(call, method, caller);
    open.add(kept);
    look(kept);
    return call.listener(listener, () -> open.remove(kept));
  }

  /// A task that throws is never run again by its executor.
  private void tryLook() {
    try {
      open.forEach(this::look);
    } catch (RuntimeException e) {
      LOG.error("looking through the open calls failed", e);
    }
  }

  private void look(Open kept) {
    Optional<Refusal> objection = verifier.certificateObjection(kept.caller.origin());
    if (objection.isPresent()
        && kept.call.cut(CallerInterceptor.status(objection.get().publicFace()))) {
      open.remove(kept);
      refused.count(objection.get());
      record(kept, objection.get());
    }
  }

  /// It is ended already; that it was, is recorded beside it.
  private void record(Open kept, Refusal reason) {
    var denial = new Denial(reason, kept.method, Optional.of(kept.caller), kept.caller.origin());
    Thread.ofVirtual()
        .name("grpc-refusal")
        .start(() -> {
          try {
            sink.refused(denial);
          } catch (RuntimeException e) {
            LOG.error("The end of a stream could not be recorded.", e);
          }
        });
  }

  @PreDestroy
  void stop() {
    looking.shutdownNow();
  }
}
