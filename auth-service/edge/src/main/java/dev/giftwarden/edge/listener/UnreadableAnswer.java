package dev.giftwarden.edge.listener;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.concurrent.CompletionStage;

/// Renders the answer to a request that never becomes one: no route, filter or mapper will see it.
public interface UnreadableAnswer {

  enum Fault {
    /// Not HTTP/1.1, or HTTP/1.1 that two readers could take for two different requests.
    MALFORMED,
    LINE_TOO_LONG,
    HEADERS_TOO_LARGE,
    TOO_SLOW,
    /// It has a key in its target, which its holder has to hear above all.
    KEY_IN_TARGET
  }

  /// @param target what the request asks for, as far as that was read; empty: nothing of it was
  /// @return with its length, once what is to be recorded is; the connection is closed behind it
  CompletionStage<FullHttpResponse> to(Fault fault, String target, Channel connection);
}
