package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.listener.ListenerConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;

/// Refuses a head that is too large, or whose target is no URI; Quarkus leaves these to it because
/// of [dev.giftwarden.edge.start.BakedProperty#TARGETS]. Over HTTP/1.1 the sizes were checked as it
/// was read; HTTP/2 has one bound for all of it, and says a bare status.
@ApplicationScoped
public class HeadFilter {

  private final EarlyAnswer answer;
  private final ListenerConfig limits;

  HeadFilter(EarlyAnswer answer, ListenerConfig limits) {
    this.answer = answer;
    this.limits = limits;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.HEAD);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.uri().length() > limits.requestLineBytes()) {
      answer.give(context, ProblemType.URI_TOO_LONG);
    } else if (size(request.headers()) > limits.headerBytes()) {
      answer.give(context, ProblemType.HEADERS_TOO_LARGE);
    } else if (!isUri(request.uri())) {
      answer.give(context, ProblemType.MALFORMED_REQUEST);
    } else {
      context.next();
    }
  }

  private static int size(MultiMap headers) {
    return headers.entries().stream()
        .mapToInt(header -> header.getKey().length() + header.getValue().length())
        .sum();
  }

  private static boolean isUri(String target) {
    try {
      var _ = new URI(target);
      return true;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
