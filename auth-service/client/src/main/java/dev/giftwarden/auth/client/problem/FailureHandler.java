package dev.giftwarden.auth.client.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/// Makes problems of what the HTTP server itself gives up on, such as a request without a host:
/// Quarkus would answer with the exception, whatever it quotes.
@ApplicationScoped
public class FailureHandler {
  private static final Logger LOG = Logger.getLogger(FailureHandler.class);

  private final EarlyAnswer answer;

  FailureHandler(EarlyAnswer answer) {
    this.answer = answer;
  }

  /// Before every route, so that this handler is asked first, whichever it was that failed.
  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::fail);
  }

  private void fail(RoutingContext context) {
    if (context.response().headWritten()) {
      context.next();
      return;
    }
    RequestIdFilter.nameIfNameless(context);
    ProblemType type = ProblemType.ofStatus(context.statusCode());
    if (type == ProblemType.INTERNAL_ERROR) {
      LOG.error("A request failed.", context.failure());
    }
    answer.give(context, type);
  }
}
