package dev.giftwarden.edge.problem;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.request.RequestIdFilter;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;

/// Makes a [Problem] that a resource, a filter or a mapper answers the document that goes out, with
/// the headers its status wants.
@Provider
@Priority(FilterOrder.PROBLEM)
public class ProblemFilter implements ContainerResponseFilter {
  /// What refuses for load or for staleness recovers within a heartbeat or two, or not for long.
  private static final String RETRY_AFTER_SECONDS = "1";

  private final CurrentVertxRequest request;
  private final List<Dialect> dialects;

  ProblemFilter(CurrentVertxRequest request, @All List<Dialect> dialects) {
    this.request = request;
    this.dialects = dialects;
  }

  @Override
  public void filter(ContainerRequestContext asked, ContainerResponseContext answer) {
    if (answer.getEntity() instanceof Problem problem) {
      retryAfter(problem.type())
          .ifPresent(seconds ->
              answer.getHeaders().computeIfAbsent(HttpHeaders.RETRY_AFTER, _ -> List.of(seconds)));
      Optional<Dialect> dialect = Dialect.at(request.getCurrent().request().path(), dialects);
      if (dialect.isPresent()) {
        var document = dialect.get().document(problem);
        answer.setEntity(document, null, MediaType.APPLICATION_JSON_TYPE);
      } else {
        answer.setEntity(
            ProblemDocument.of(problem, RequestIdFilter.of(request.getCurrent())),
            null,
            MediaType.valueOf(ProblemDocument.MEDIA_TYPE));
        challenge(problem.type(), answer);
      }
    }
  }

  /// How many seconds a caller should wait, if that helps.
  public static Optional<String> retryAfter(ProblemType type) {
    return type.status() == 429 || type.status() == 503
        ? Optional.of(RETRY_AFTER_SECONDS)
        : Optional.empty();
  }

  /// Unless the route has challenged in another scheme.
  private static void challenge(ProblemType type, ContainerResponseContext answer) {
    if (!answer.getHeaders().containsKey(HttpHeaders.WWW_AUTHENTICATE)) {
      challenge(type)
          .ifPresent(value -> answer.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, value));
    }
  }

  /// What the caller is asked for. RFC 6750, section 3: the challenge names an error only when a
  /// credential was sent.
  public static Optional<String> challenge(ProblemType type) {
    String challenge =
        switch (type) {
          case CREDENTIALS_MISSING -> "Bearer realm=\"giftwarden\"";
          case INSUFFICIENT_SCOPE -> "Bearer realm=\"giftwarden\", error=\"insufficient_scope\"";
          default ->
              "Bearer realm=\"giftwarden\", error=\"invalid_token\", error_description=\""
                  + type.slug()
                  + "\"";
        };
    boolean wanted = type.status() == 401 || type == ProblemType.INSUFFICIENT_SCOPE;
    return wanted ? Optional.of(challenge) : Optional.empty();
  }
}
