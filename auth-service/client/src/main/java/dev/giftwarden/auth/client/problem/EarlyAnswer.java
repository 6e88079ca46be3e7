package dev.giftwarden.auth.client.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/// A problem document for a request that is refused before it reaches a route, its body unread.
@ApplicationScoped
class EarlyAnswer {
  private final ObjectMapper json;

  EarlyAnswer(ObjectMapper json) {
    this.json = json;
  }

  /// What is left of the body would be read as the next request: the connection ends with the
  /// answer. HTTP/2 ends a stream by itself, and forbids the header.
  void give(RoutingContext context, ProblemType type) {
    var response =
        context
            .response()
            .setStatusCode(type.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE);
    if (context.request().version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.end(document(Problem.of(type), context));
  }

  private String document(Problem problem, RoutingContext context) {
    try {
      return json.writeValueAsString(ProblemDocument.of(problem, RequestIdFilter.of(context)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem document is always JSON", e);
    }
  }
}
