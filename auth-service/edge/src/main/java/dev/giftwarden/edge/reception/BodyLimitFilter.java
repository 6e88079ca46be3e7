package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.body.BodyLimits;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/// Refuses a body by its announced length, before Quarkus does the same without a word. One that
/// does not say is stopped at the limit while it is read ([BodyReader]); of one that nobody reads,
/// the connection is rid with the answer.
@ApplicationScoped
public class BodyLimitFilter {
  private final EarlyAnswer answer;
  private final BodyLimits limits;

  BodyLimitFilter(EarlyAnswer answer, BodyLimits limits) {
    this.answer = answer;
    this.limits = limits;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.BODY_LIMIT);
  }

  private void check(RoutingContext context) {
    @Nullable String announced = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (announced != null && Long.parseLong(announced) > limits.of(context.request())) {
      answer.give(context, ProblemType.PAYLOAD_TOO_LARGE);
      return;
    }
    HttpServerRequest request = context.request();
    if (request.version() != HttpVersion.HTTP_2 && BodyReader.mayHaveBody(request)) {
      context.addEndHandler(_ -> closeUnlessRead(request));
    }
    context.next();
  }

  private static void closeUnlessRead(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.connection().close();
    }
  }
}
