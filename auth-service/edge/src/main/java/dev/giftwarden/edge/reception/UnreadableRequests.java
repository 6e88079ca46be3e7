package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.listener.UnreadableAnswer;
import dev.giftwarden.edge.problem.ProblemDocument;
import dev.giftwarden.edge.request.AnswerHeaders;
import dev.giftwarden.edge.request.RequestIdFilter;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/// Gives what is no request the same document as any refusal, and a name of its own.
@ApplicationScoped
public class UnreadableRequests implements UnreadableAnswer {
  private final EarlyAnswer answer;

  UnreadableRequests(EarlyAnswer answer) {
    this.answer = answer;
  }

  @Override
  public FullHttpResponse to(Fault fault) {
    ProblemType type =
        switch (fault) {
          case MALFORMED -> ProblemType.MALFORMED_REQUEST;
          case LINE_TOO_LONG -> ProblemType.URI_TOO_LONG;
          case HEADERS_TOO_LARGE -> ProblemType.HEADERS_TOO_LARGE;
          case TOO_SLOW -> ProblemType.REQUEST_TIMEOUT;
        };
    UUID requestId = UUID.randomUUID();
    var document = Unpooled.wrappedBuffer(answer.document(type, requestId));
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(type.status()), document);
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
