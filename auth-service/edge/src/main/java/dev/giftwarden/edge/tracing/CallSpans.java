package dev.giftwarden.edge.tracing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// The span of a call to another service, of which the called one learns by `traceparent` (W3C
/// Trace Context). Streams have none: they live as long as the process.
@ApplicationScoped
@GlobalInterceptor
public class CallSpans implements ClientInterceptor {
  static final String STATUS = "rpc.grpc.status_code";

  private final Tracing tracing;

  CallSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    if (!tracing.isOn() || method.getType() != MethodType.UNARY) {
      return call;
    }
    Span span =
        tracing
            .tracer()
            .spanBuilder(method.getFullMethodName())
            .setSpanKind(SpanKind.CLIENT)
            .startSpan();
    return new Traced<>(call, span);
  }

  private final class Traced<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final Span span;

    Traced(ClientCall<Q, A> call, Span span) {
      super(call);
      this.span = span;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      W3CTraceContextPropagator.getInstance()
          .inject(Context.current().with(span), headers, CallSpans::put);
      super.start(new Ending<>(listener, span), headers);
    }

    @Override
    public void sendMessage(Q message) {
      Tracing.mark(span, CarriedRequests.in(message));
      super.sendMessage(message);
    }
  }

  private static final class Ending<A> extends SimpleForwardingClientCallListener<A> {
    private final Span span;

    Ending(ClientCall.Listener<A> listener, Span span) {
      super(listener);
      this.span = span;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end(span, status);
      super.onClose(status, trailers);
    }
  }

  /// The description of a status may quote what was sent; its code does not.
  static void end(Span span, Status status) {
    span.setAttribute(STATUS, status.getCode().value());
    if (!status.isOk()) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private static void put(@Nullable Metadata headers, String name, String value) {
    if (headers != null) {
      headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }
  }
}
