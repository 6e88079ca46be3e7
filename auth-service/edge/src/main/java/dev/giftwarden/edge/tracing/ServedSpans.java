package dev.giftwarden.edge.tracing;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The span of a call that this service answers. Its parent is what the caller says: only our own
/// services get as far as this port.
@ApplicationScoped
@GlobalInterceptor
public class ServedSpans implements ServerInterceptor {
  private final Tracing tracing;

  ServedSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!tracing.isOn() || call.getMethodDescriptor().getType() != MethodType.UNARY) {
      return next.startCall(call, headers);
    }
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, new Headers());
    Span span =
        tracing
            .tracer()
            .spanBuilder(call.getMethodDescriptor().getFullMethodName())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    Ending<Q, A> served = new Ending<>(call, span);
    return new Reading<>(next.startCall(served, headers), served);
  }

  private final class Reading<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Ending<Q, ?> served;

    Reading(ServerCall.Listener<Q> listener, Ending<Q, ?> served) {
      super(listener);
      this.served = served;
    }

    @Override
    public void onMessage(Q message) {
      Tracing.mark(served.span, CarriedRequests.in(message));
      super.onMessage(message);
    }

    @Override
    public void onCancel() {
      served.end(Status.CANCELLED);
      super.onCancel();
    }
  }

  private static final class Ending<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Span span;
    private final AtomicBoolean ended = new AtomicBoolean();

    Ending(ServerCall<Q, A> call, Span span) {
      super(call);
      this.span = span;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      end(status);
      super.close(status, trailers);
    }

    void end(Status status) {
      if (ended.compareAndSet(false, true)) {
        CallSpans.end(span, status);
      }
    }
  }

  private static final class Headers implements TextMapGetter<Metadata> {
    @Override
    public Iterable<String> keys(Metadata headers) {
      return headers.keys();
    }

    @Override
    public @Nullable String get(@Nullable Metadata headers, String name) {
      return headers == null
          ? null
          : headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }
  }
}
