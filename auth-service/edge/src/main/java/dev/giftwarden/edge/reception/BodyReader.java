package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.body.BodyLimits;
import dev.giftwarden.edge.listener.Arrival;
import dev.giftwarden.edge.listener.ListenerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Reads bodies within a size and a time, each on the event loop of its connection.
@ApplicationScoped
public class BodyReader {
  /// What is made of a body while it is worked on takes several times its bytes.
  private static final int LARGE_PART = 4;

  private final Vertx vertx;
  private final BodyLimits limits;
  private final Duration limit;
  private final PendingBodies pending;

  /// Of routes that take more: these count until they are answered, so that they are also all of
  /// them that are in memory.
  private final PendingBodies large;

  BodyReader(Vertx vertx, ListenerConfig listener, BodyLimits limits) {
    this.vertx = vertx;
    this.limits = limits;
    this.limit = listener.bodyTimeout();
    this.pending =
        new PendingBodies(listener.pendingBodyBytes(), listener.pendingBodyBytesPerAddress());
    this.large =
        new PendingBodies(
            listener.pendingBodyBytes() / LARGE_PART,
            listener.pendingBodyBytesPerAddress() / LARGE_PART);
  }

  public sealed interface Outcome {
    @SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
    record Whole(byte[] bytes) implements Outcome {}

    record Refused(ProblemType type) implements Outcome {}
  }

  public static boolean mayHaveBody(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /// Within the usual size.
  ///
  /// @param then called once, or never if the caller goes away
  public void read(HttpServerRequest request, Consumer<Outcome> then) {
    read(request, new Reading(request, limits.usual(), pending, then));
  }

  /// As [#read(HttpServerRequest, Consumer)], within what the route takes: a body that may be large
  /// counts until it is answered.
  public void read(RoutingContext context, Consumer<Outcome> then) {
    HttpServerRequest request = context.request();
    if (limits.isLarge(request)) {
      Reading reading = new Reading(request, limits.of(request), large, then);
      reading.kept = true;
      context.addEndHandler(_ -> reading.release());
      read(request, reading);
    } else {
      read(request, then);
    }
  }

  private static void read(HttpServerRequest request, Reading reading) {
    if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
      request.response().writeContinue();
    }
    reading.of(request);
  }

  private final class Reading {
    private final ByteBuffer origin;
    private final long limitBytes;
    private final PendingBodies counted;
    private final Consumer<Outcome> then;
    private final Buffer bytes = Buffer.buffer();
    private final long alarm;
    private boolean over;
    private boolean kept;
    private final AtomicBoolean released = new AtomicBoolean();

    Reading(
        HttpServerRequest request, long limitBytes, PendingBodies counted, Consumer<Outcome> then) {
      this.origin = Arrival.of(request).origin();
      this.limitBytes = limitBytes;
      this.counted = counted;
      this.then = then;
      this.alarm = vertx.setTimer(limit.toMillis(), _ -> refuse(ProblemType.REQUEST_TIMEOUT));
    }

    void of(HttpServerRequest request) {
      request.exceptionHandler(_ -> end());
      request.handler(this::take);
      request.endHandler(_ -> complete());
      request.resume();
    }

    private void take(Buffer piece) {
      if (over) {
        return;
      }
      boolean fits = counted.add(origin, piece.length());
      bytes.appendBuffer(piece);
      if (bytes.length() > limitBytes) {
        refuse(ProblemType.PAYLOAD_TOO_LARGE);
      } else if (!fits) {
        refuse(ProblemType.BUSY);
      }
    }

    private void complete() {
      if (end()) {
        then.accept(new Outcome.Whole(bytes.getBytes()));
      }
    }

    private void refuse(ProblemType type) {
      if (end()) {
        then.accept(new Outcome.Refused(type));
      }
    }

    /// @return whether this is the first end
    private boolean end() {
      if (over) {
        return false;
      }
      over = true;
      vertx.cancelTimer(alarm);
      if (!kept) {
        release();
      }
      return true;
    }

    /// Nothing is added any more.
    private void release() {
      over = true;
      if (released.compareAndSet(false, true)) {
        counted.remove(origin, bytes.length());
      }
    }
  }
}
