package dev.giftwarden.edge.tracing;

import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.request.RequestIdFilter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The span of a request at the public edge. It has no parent: what a stranger sends as
/// `traceparent` would decide what we record, and tie their traces to our insides. Its name is the
/// route as the access table has it; of a request that came to no route it says nothing but the
/// status.
@ApplicationScoped
public class EdgeSpans {
  /// What has come to no route.
  static final String OTHER = "other";

  private static final String SPAN = "giftwarden.span";
  private static final String ROUTE = "giftwarden.route";
  private static final int SERVER_ERROR = 500;

  /// Made when the service starts, which is later than filters are.
  private final Provider<Tracing> tracing;

  EdgeSpans(Provider<Tracing> tracing) {
    this.tracing = tracing;
  }

  /// Before all other filters, so that what they refuse is seen too.
  void register(@Observes Filters filters) {
    filters.register(this::begin, FilterOrder.TRACE);
  }

  private void begin(RoutingContext request) {
    if (tracing.get().isOn()) {
      Span span =
          tracing
              .get()
              .tracer()
              .spanBuilder(OTHER)
              .setNoParent()
              .setSpanKind(SpanKind.SERVER)
              .startSpan();
      request.put(SPAN, span);
      request.addEndHandler(_ -> end(request, span));
    }
    request.next();
  }

  private static void end(RoutingContext request, Span span) {
    int status = request.response().getStatusCode();
    @Nullable String route = request.get(ROUTE);
    if (route != null) {
      span.updateName(route);
      span.setAttribute("http.route", route.substring(route.indexOf(' ') + 1));
    }
    span.setAttribute(Tracing.REQUEST_ID, RequestIdFilter.of(request).toString());
    span.setAttribute("http.response.status_code", status);
    if (status >= SERVER_ERROR) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  /// Calls to other services that `work` makes on this thread belong to the request.
  ///
  /// @param route as the access table has it
  public static <T> T within(RoutingContext request, String route, Supplier<T> work) {
    request.put(ROUTE, route);
    @Nullable Span span = request.get(SPAN);
    if (span == null) {
      return work.get();
    }
    try (Scope _ = span.makeCurrent()) {
      return work.get();
    }
  }
}
