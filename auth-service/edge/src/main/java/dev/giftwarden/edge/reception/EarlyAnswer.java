package dev.giftwarden.edge.reception;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.problem.ProblemDocument;
import dev.giftwarden.edge.request.RequestIdFilter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/// A problem document for a request that is refused before it reaches a route, its body unread.
@ApplicationScoped
class EarlyAnswer {
  private final ObjectMapper json;

  EarlyAnswer(ObjectMapper json) {
    this.json = json;
  }

  void give(RoutingContext context, ProblemType type) {
    leaveUnread(context);
    context
        .response()
        .setStatusCode(type.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
        .end(Buffer.buffer(document(type, RequestIdFilter.of(context))));
  }

  byte[] document(ProblemType type, UUID requestId) {
    try {
      return json.writeValueAsBytes(ProblemDocument.of(Problem.of(type), requestId));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem document is always JSON", e);
    }
  }

  /// What is left of the request would be read as the next one: over HTTP/1.1 the connection ends
  /// with the answer, over HTTP/2 the stream (RFC 9113, section 8.1).
  static void leaveUnread(RoutingContext context) {
    if (context.request().version() == HttpVersion.HTTP_2) {
      context.addEndHandler(
          _ -> context.vertx().runOnContext(_ -> context.response().reset(0))); // behind the answer
    } else {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.addEndHandler(_ -> context.request().connection().close());
    }
  }
}
