package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.body.BodyLimits;
import dev.giftwarden.edge.listener.Arrival;
import dev.giftwarden.edge.listener.ListenerConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Reads bodies within a size and a time, each on the event loop of its connection.
@ApplicationScoped
public class BodyReader {
  /// What is made of a body while it is worked on takes several times its bytes.
  private static final int LARGE_PART = 4;

  /// What a body counts for that is worked on as it arrives, however large it is: a thread, and
  /// what is made of the part of it that is here.
  private static final int ARRIVING_BYTES = 1024 * 1024;

  /// How many times as long as a body may keep us waiting at once it may in all.
  private static final int PAUSES = 6;

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

  /// What a route is given.
  public sealed interface Received {
    record Body(InputStream bytes) implements Received {}

    record Refused(ProblemType type) implements Received {}
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
  /// counts until it is answered, and one that is worked on as it arrives is given when it is here,
  /// or as much of it as the usual one has.
  public void read(RoutingContext context, Consumer<Received> then) {
    HttpServerRequest request = context.request();
    if (limits.arrives(request)) {
      goOn(request);
      new Arriving(context, then).of(request);
    } else if (limits.isLarge(request)) {
      Reading reading = new Reading(request, limits.of(request), large, whole(then));
      reading.kept = true;
      context.addEndHandler(_ -> reading.release());
      read(request, reading);
    } else {
      read(request, whole(then));
    }
  }

  private static Consumer<Outcome> whole(Consumer<Received> then) {
    return outcome ->
        then.accept(
            switch (outcome) {
              case Outcome.Whole(byte[] bytes) ->
                  new Received.Body(new ByteArrayInputStream(bytes));
              case Outcome.Refused(ProblemType type) -> new Received.Refused(type);
            });
  }

  private static void goOn(HttpServerRequest request) {
    if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
      request.response().writeContinue();
    }
  }

  private static void read(HttpServerRequest request, Reading reading) {
    goOn(request);
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

  /// One that its route reads itself. What comes before that waits within the usual size and time,
  /// as of any body: nobody gets a thread for the asking.
  private final class Arriving {
    private final ByteBuffer origin;
    private final Consumer<Received> then;
    private final ArrivingBody body;
    private final long alarm;
    private long length;
    private int counted;
    private boolean begun;
    private final AtomicBoolean reserved = new AtomicBoolean();

    Arriving(RoutingContext context, Consumer<Received> then) {
      HttpServerRequest request = context.request();
      Context loop = vertx.getOrCreateContext();
      this.origin = Arrival.of(request).origin();
      this.then = then;
      this.body =
          new ArrivingBody(
              new ArrivingBody.Source() {
                @Override
                public void pause() {
                  request.pause();
                }

                @Override
                public void resume() {
                  loop.runOnContext(_ -> request.resume());
                }
              },
              limit,
              limit.multipliedBy(PAUSES));
      this.alarm = vertx.setTimer(limit.toMillis(), _ -> fail(ProblemType.REQUEST_TIMEOUT));
      context.addEndHandler(_ -> release());
    }

    void of(HttpServerRequest request) {
      long most = limits.of(request);
      request.exceptionHandler(_ -> {
        body.breakOff(ProblemType.REQUEST_TIMEOUT);
        isFirst();
      });
      request.handler(piece -> take(piece, most));
      request.endHandler(_ -> {
        body.end();
        begin(new Received.Body(body));
      });
      request.resume();
    }

    private void take(Buffer piece, long most) {
      length += piece.length();
      if (length > most) {
        fail(ProblemType.PAYLOAD_TOO_LARGE);
        return;
      }
      body.add(piece.getBytes());
      if (!begun) {
        counted += piece.length();
        if (!pending.add(origin, piece.length())) {
          fail(ProblemType.BUSY);
        } else if (length >= limits.usual()) {
          reserved.set(true);
          if (large.add(origin, ARRIVING_BYTES)) {
            begin(new Received.Body(body));
          } else {
            fail(ProblemType.BUSY);
          }
        }
      }
    }

    private void fail(ProblemType type) {
      body.breakOff(type);
      begin(new Received.Refused(type));
    }

    private void begin(Received what) {
      if (isFirst()) {
        then.accept(what);
      }
    }

    private boolean isFirst() {
      if (begun) {
        return false;
      }
      begun = true;
      vertx.cancelTimer(alarm);
      pending.remove(origin, counted);
      return true;
    }

    /// It is answered: nobody reads any more.
    private void release() {
      body.breakOff(ProblemType.REQUEST_TIMEOUT);
      if (reserved.compareAndSet(true, false)) {
        large.remove(origin, ARRIVING_BYTES);
      }
    }
  }
}
