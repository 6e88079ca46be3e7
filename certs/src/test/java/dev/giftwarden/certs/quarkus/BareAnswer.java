package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.listener.UnreadableAnswer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import jakarta.enterprise.context.ApplicationScoped;

/// The application of the tests has no problem documents.
@ApplicationScoped
class BareAnswer implements UnreadableAnswer {
  @Override
  public FullHttpResponse to(Fault fault) {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST);
  }
}
