package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.listener.Arrival;
import dev.giftwarden.edge.listener.UnreadableAnswer;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.problem.ProblemDocument;
import dev.giftwarden.edge.request.AnswerHeaders;
import dev.giftwarden.edge.request.RequestIdFilter;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// Gives what is no request the same document as any refusal, and a name of its own.
@ApplicationScoped
public class UnreadableRequests implements UnreadableAnswer {
  private final EarlyAnswer answer;
  private final KeyInUrl keys;

  UnreadableRequests(EarlyAnswer answer, KeyInUrl keys) {
    this.answer = answer;
    this.keys = keys;
  }

  @Override
  public CompletionStage<FullHttpResponse> to(Fault fault, String target, Channel connection) {
    UUID requestId = UUID.randomUUID();
    Future<Problem> problem =
        switch (fault) {
          case MALFORMED -> said(ProblemType.MALFORMED_REQUEST);
          case LINE_TOO_LONG -> said(ProblemType.URI_TOO_LONG);
          case HEADERS_TOO_LARGE -> said(ProblemType.HEADERS_TOO_LARGE);
          case TOO_SLOW -> said(ProblemType.REQUEST_TIMEOUT);
          case KEY_IN_TARGET -> keys.recorded(target, Arrival.of(connection), requestId);
        };
    return problem.map(told -> response(told, requestId)).toCompletionStage();
  }

  private static Future<Problem> said(ProblemType type) {
    return Future.succeededFuture(Problem.of(type));
  }

  private FullHttpResponse response(Problem problem, UUID requestId) {
    var document = Unpooled.wrappedBuffer(answer.document(problem, requestId));
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(problem.type().status()), document);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, document.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set(RequestIdFilter.HEADER, requestId.toString());
    AnswerHeaders.ofUnreadable((name, value) -> response.headers().set(name, value));
    return response;
  }
}
