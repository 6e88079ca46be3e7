package dev.giftwarden.edge.format;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.problem.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Refuses an `Accept` that is no list of formats. REST reads it when the answer is written: what
/// was asked for would be done, and then answered with 500.
@Provider
@PreMatching
@Priority(FilterOrder.ACCEPT)
public class AcceptFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext context) {
    try {
      var _ = context.getAcceptableMediaTypes();
    } catch (IllegalArgumentException _) {
      context.abortWith(Problem.of(ProblemType.NOT_ACCEPTABLE).response());
    }
  }

  /// A list may be empty and may have empty elements (RFC 9110, sections 5.6.1 and 12.5.1), and may
  /// come in several lines. REST knows neither: it gets what they mean, and of an empty list
  /// nothing, which is any format.
  public static void tidy(MultiMap headers) {
    List<String> lines = headers.getAll(HttpHeaders.ACCEPT);
    if (lines.isEmpty() || lines.stream().anyMatch(line -> line.contains("\""))) {
      return; // a comma in quotes is none
    }
    String list =
        lines.stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .map(String::strip)
            .filter(element -> !element.isEmpty())
            .collect(Collectors.joining(", "));
    headers.remove(HttpHeaders.ACCEPT);
    if (!list.isEmpty()) {
      headers.set(HttpHeaders.ACCEPT, list);
    }
  }
}
