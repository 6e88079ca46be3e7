package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.format.AcceptFilter;
import dev.giftwarden.edge.format.FormatFilter;
import dev.giftwarden.edge.framing.FieldForm;
import dev.giftwarden.edge.listener.ListenerConfig;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.uri.Target;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.Set;

/// Refuses a head that is too large, or whose target has more than one reading, or a key in it;
/// Quarkus leaves these to it because of [dev.giftwarden.edge.start.BakedProperty#TARGETS]. Over
/// HTTP/1.1 the sizes were checked as it was read; HTTP/2 has one bound for all of it, and says a
/// bare status.
@ApplicationScoped
public class HeadFilter {
  private static final String FORM =
      "the scheme is to be https, names of fields tokens, and values without controls";

  /// What is asked for by `http` is served as what it is: a request over TLS.
  private static final Set<String> SCHEMES = Set.of("https", "http");

  private final EarlyAnswer answer;
  private final KeyInUrl keys;
  private final ListenerConfig limits;

  HeadFilter(EarlyAnswer answer, KeyInUrl keys, ListenerConfig limits) {
    this.answer = answer;
    this.keys = keys;
    this.limits = limits;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.HEAD);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    String target = KeyInUrl.target(request);
    if (keys.refuses(context)) {
      return;
    }
    if (target.length() > limits.requestLineBytes()) {
      answer.give(context, ProblemType.URI_TOO_LONG);
    } else if (size(request.headers()) > limits.headerBytes()) {
      answer.give(context, ProblemType.HEADERS_TOO_LARGE);
    } else if (isMalformedHttp2(request)) {
      answer.give(context, Problem.of(ProblemType.MALFORMED_REQUEST).because(FORM));
    } else {
      switch (Target.read(target)) {
        case Target.Reading.Plain _ -> {
          AcceptFilter.tidy(request.headers());
          FormatFilter.tidy(request.headers());
          context.next();
        }
        case Target.Reading.Nameless _ -> answer.give(context, ProblemType.NOT_FOUND);
        case Target.Reading.Ambiguous(String wanted) ->
            answer.give(context, Problem.of(ProblemType.MALFORMED_REQUEST).because(wanted));
      }
    }
  }

  /// Over HTTP/1.1 the bytes were judged before they were read.
  private static boolean isMalformedHttp2(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        && !(SCHEMES.contains(Objects.requireNonNullElse(request.scheme(), ""))
            && FieldForm.areRight(request.headers()));
  }

  private static int size(MultiMap headers) {
    return headers.entries().stream()
        .mapToInt(header -> header.getKey().length() + header.getValue().length())
        .sum();
  }
}
