package dev.giftwarden.edge.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;

/// What every answer tells a browser or a cache between us and the caller, whoever makes the answer
/// and however early. Nothing keeps an answer unless it is known to be everybody's: a route that is
/// new says nothing about an account to the next caller.
public final class AnswerHeaders {
  /// A year. Other names of the domain are not ours to bind.
  private static final String HSTS = "max-age=31536000";

  /// Public, and no route of ours: Quarkus serves it.
  private static final String DESCRIPTION = "/openapi";

  private static final String NO_STORE = "no-store";
  private static final String PUBLIC = "giftwarden.public";
  private static final int FIRST_ERROR = 400;

  private AnswerHeaders() {}

  /// Sets them when the head of the answer goes out, over whatever was set before.
  static void promise(RoutingContext context) {
    context.addHeadersEndHandler(_ -> set(context));
  }

  /// What the route serves is the same for everybody, and may be kept as long as it says itself.
  public static void allowKeeping(RoutingContext context) {
    context.put(PUBLIC, true);
  }

  /// For an answer that has no route: an error.
  public static void ofUnreadable(BiConsumer<String, String> headers) {
    always(headers);
    headers.accept(HttpHeaders.CACHE_CONTROL.toString(), NO_STORE);
  }

  private static void set(RoutingContext context) {
    var headers = context.response().headers();
    always(headers::set);
    boolean isPublic = context.get(PUBLIC) != null || DESCRIPTION.equals(context.request().path());
    if (!isPublic || context.response().getStatusCode() >= FIRST_ERROR) {
      headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    }
  }

  private static void always(BiConsumer<String, String> headers) {
    headers.accept("X-Content-Type-Options", "nosniff");
    headers.accept("Strict-Transport-Security", HSTS);
  }
}
