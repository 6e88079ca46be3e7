package dev.giftwarden.edge.request;

import dev.giftwarden.edge.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import org.jboss.logging.MDC;

/// Names every request before anything else sees it, so that each answer carries the name, even one
/// that the HTTP server gives by itself. A name that the caller sends is not taken: it would let
/// them write into our logs.
@ApplicationScoped
public class RequestIdFilter {
  public static final String HEADER = "X-Request-Id";

  private static final String KEY = "giftwarden.request-id";

  void register(@Observes Filters filters) {
    filters.register(RequestIdFilter::name, FilterOrder.NAME);
  }

  private static void name(RoutingContext context) {
    giveName(context);
    context.next();
  }

  /// For a request that failed before any filter saw it.
  public static void nameIfNameless(RoutingContext context) {
    if (context.get(KEY) == null) {
      giveName(context);
    }
  }

  private static void giveName(RoutingContext context) {
    UUID id = UUID.randomUUID();
    context.put(KEY, id);
    context.response().putHeader(HEADER, id.toString());
    AnswerHeaders.promise(context);
    MDC.put("requestId", id.toString());
  }

  public static UUID of(RoutingContext context) {
    UUID id = context.get(KEY);
    if (id == null) {
      throw new IllegalStateException("a request without a name passed the first filter");
    }
    return id;
  }
}
