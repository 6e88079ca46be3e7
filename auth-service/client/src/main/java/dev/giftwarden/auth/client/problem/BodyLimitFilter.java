package dev.giftwarden.auth.client.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Refuses a body by its announced length, before Quarkus does the same without a word. One that
/// lies or does not say is stopped at the limit while it is read.
@ApplicationScoped
public class BodyLimitFilter {
  /// Next to the request's name, and before Quarkus's own limit.
  private static final int SECOND = RequestIdFilter.FIRST - 1;

  private final ObjectMapper json;
  private final long limitBytes;

  BodyLimitFilter(
      ObjectMapper json,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    this.json = json;
    this.limitBytes = limit.asLongValue();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, SECOND);
  }

  private void check(RoutingContext context) {
    @Nullable String announced = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (announced == null || Long.parseLong(announced) <= limitBytes) {
      context.next();
      return;
    }
    var problem = Problem.of(ProblemType.PAYLOAD_TOO_LARGE);
    context
        .response()
        .setStatusCode(problem.type().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(document(problem, context));
  }

  private String document(Problem problem, RoutingContext context) {
    try {
      return json.writeValueAsString(ProblemDocument.of(problem, RequestIdFilter.of(context)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem document is always JSON", e);
    }
  }
}
