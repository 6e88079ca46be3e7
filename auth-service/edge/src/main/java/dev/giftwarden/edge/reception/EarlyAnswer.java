package dev.giftwarden.edge.reception;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.problem.Dialect;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.problem.ProblemDocument;
import dev.giftwarden.edge.problem.ProblemFilter;
import dev.giftwarden.edge.problem.RetiredDocument;
import dev.giftwarden.edge.request.RequestIdFilter;
import io.quarkus.arc.All;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A problem document for a request that is refused before it reaches a route, its body unread.
@ApplicationScoped
class EarlyAnswer {
  private final ObjectMapper json;
  private final List<Dialect> dialects;

  EarlyAnswer(ObjectMapper json, @All List<Dialect> dialects) {
    this.json = json;
    this.dialects = dialects;
  }

  void give(RoutingContext context, ProblemType type) {
    give(context, Problem.of(type));
  }

  void give(RoutingContext context, Problem problem) {
    leaveUnread(context);
    ProblemFilter.retryAfter(problem.type())
        .ifPresent(seconds -> context.response().putHeader(HttpHeaders.RETRY_AFTER, seconds));
    Optional<Dialect> dialect = Dialect.at(context.request().path(), dialects);
    if (dialect.isEmpty()) {
      ProblemFilter.challenge(problem.type())
          .ifPresent(value -> context.response().putHeader("WWW-Authenticate", value));
    }
    Object document =
        dialect
            .map(spoken -> spoken.document(problem))
            .orElseGet(() -> ProblemDocument.of(problem, RequestIdFilter.of(context)));
    end(
        context,
        problem.type(),
        dialect.isPresent() ? MediaType.APPLICATION_JSON : ProblemDocument.MEDIA_TYPE,
        document);
  }

  /// For whoever calls a version that is no more.
  void give(RoutingContext context, RetiredDocument document) {
    leaveUnread(context);
    end(context, ProblemType.VERSION_RETIRED, ProblemDocument.MEDIA_TYPE, document);
  }

  private void end(RoutingContext context, ProblemType type, String mediaType, Object document) {
    context
        .response()
        .setStatusCode(type.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .end(Buffer.buffer(written(document)));
  }

  byte[] document(Problem problem, UUID requestId) {
    return written(ProblemDocument.of(problem, requestId));
  }

  private byte[] written(Object document) {
    try {
      return json.writeValueAsBytes(document);
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

  /// The same where it is answered while its body still arrives.
  static void leaveUnreadUnlessEnded(RoutingContext context) {
    if (!context.request().isEnded()) {
      context.addHeadersEndHandler(_ -> {
        if (!context.request().isEnded()) {
          leaveUnread(context);
        }
      });
    }
  }
}
