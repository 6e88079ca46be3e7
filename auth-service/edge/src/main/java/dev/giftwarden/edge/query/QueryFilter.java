package dev.giftwarden.edge.query;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Refuses query parameters that the route does not have, and those that it has when they come
/// twice, or empty, which a resource would take for absent. A caller that filters by what we do not
/// know (`?accountId=…`, a typing error) must not take a whole list for the filtered one.
@Provider
@Priority(FilterOrder.QUERY)
public class QueryFilter implements ContainerRequestFilter {

  private final ResourceInfo route;

  QueryFilter(ResourceInfo route) {
    this.route = route;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Map<String, List<String>> given = request.getUriInfo().getQueryParameters();
    if (given.isEmpty()) {
      return;
    }
    Set<String> known = known();
    boolean unknown = !known.containsAll(given.keySet());
    if (unknown || !given.values().stream().allMatch(QueryFilter::isOne)) {
      String wanted =
          known.isEmpty() ? "none" : String.join(", ", known) + ", once each and not empty";
      request.abortWith(
          Problem.of(ProblemType.MALFORMED_REQUEST)
              .because("The query parameters of this route: " + wanted + ".")
              .response());
    }
  }

  private static boolean isOne(List<String> values) {
    return values.size() == 1 && !values.getFirst().isEmpty();
  }

  private Set<String> known() {
    return Arrays.stream(route.getResourceMethod().getParameters())
        .map((Parameter parameter) -> parameter.getAnnotation(QueryParam.class))
        .filter(Objects::nonNull)
        .map(QueryParam::value)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
