package dev.giftwarden.edge.listener;

import io.netty.handler.codec.http.FullHttpResponse;

/// Renders the answer to a request that never becomes one: no route, filter or mapper will see it.
public interface UnreadableAnswer {

  enum Fault {
    /// Not HTTP/1.1, or HTTP/1.1 that two readers could take for two different requests.
    MALFORMED,
    LINE_TOO_LONG,
    HEADERS_TOO_LARGE,
    TOO_SLOW
  }

  /// @return with its length; the connection is closed behind it
  FullHttpResponse to(Fault fault);
}
