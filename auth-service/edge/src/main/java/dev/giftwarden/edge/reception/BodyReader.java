package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.listener.Arrival;
import dev.giftwarden.edge.listener.ListenerConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Reads bodies within a size and a time, each on the event loop of its connection.
@ApplicationScoped
public class BodyReader {
  private final Vertx vertx;
  private final long limitBytes;
  private final Duration limit;
  private final PendingBodies pending;

  BodyReader(
      Vertx vertx,
      ListenerConfig listener,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    this.vertx = vertx;
    this.limitBytes = limit.asLongValue();
    this.limit = listener.bodyTimeout();
    this.pending =
        new PendingBodies(listener.pendingBodyBytes(), listener.pendingBodyBytesPerAddress());
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

  /// @param then called once, or never if the caller goes away
  public void read(HttpServerRequest request, Consumer<Outcome> then) {
    if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
      request.response().writeContinue();
    }
    new Reading(Arrival.of(request).origin(), then).of(request);
  }

  private final class Reading {
    private final ByteBuffer origin;
    private final Consumer<Outcome> then;
    private final Buffer bytes = Buffer.buffer();
    private final long alarm;
    private boolean over;

    Reading(ByteBuffer origin, Consumer<Outcome> then) {
      this.origin = origin;
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
      boolean fits = pending.add(origin, piece.length());
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
      pending.remove(origin, bytes.length());
      return true;
    }
  }
}
