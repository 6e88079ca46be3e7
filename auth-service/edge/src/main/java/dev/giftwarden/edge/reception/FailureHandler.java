package dev.giftwarden.edge.reception;

import com.fasterxml.jackson.core.JacksonException;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.request.RequestIdFilter;
import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;

/// Makes problems of what the HTTP server itself gives up on, such as a request without a host, or
/// a path that cannot be decoded: Quarkus would answer with the exception, whatever it quotes, and
/// log it.
@ApplicationScoped
public class FailureHandler {
  private static final Logger LOG = Logger.getLogger(FailureHandler.class);

  private final EarlyAnswer answer;
  private final KeyInUrl keys;

  FailureHandler(EarlyAnswer answer, KeyInUrl keys) {
    this.answer = answer;
    this.keys = keys;
  }

  /// Before every route, so that this handler is asked first, whichever it was that failed; and for
  /// what no route could match.
  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::fail);
    List.of(400, 404, 405, 406, 413, 415, 500)
        .forEach(status -> router.errorHandler(status, this::fail));
  }

  private void fail(RoutingContext context) {
    if (context.response().headWritten() || hasLeft(context)) {
      context.response().reset(); // nothing if it is complete
      return;
    }
    RequestIdFilter.nameIfNameless(context);
    if (keys.refuses(context)) {
      return;
    }
    ProblemType type = type(context);
    if (type == ProblemType.INTERNAL_ERROR) {
      LOG.error("A request failed.", context.failure());
    }
    answer.give(context, type);
  }

  /// What comes here broken as a stream was being written to a peer: nothing else of a request is
  /// one. Whoever leaves before the answer is written has done nothing to us.
  private static boolean hasLeft(RoutingContext context) {
    return context.failure() instanceof IOException e && !(e instanceof JacksonException);
  }

  /// What Vert.x and Quarkus throw before a route is about the form of the request, without a
  /// status.
  private static ProblemType type(RoutingContext context) {
    boolean form =
        context.failure() instanceof VertxException
            || context.failure() instanceof IllegalArgumentException;
    return context.statusCode() == 500 && form
        ? ProblemType.MALFORMED_REQUEST
        : ProblemType.ofStatus(context.statusCode());
  }
}
