package dev.giftwarden.edge.access;

import dev.giftwarden.edge.FilterOrder;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.stream.Collectors;

/// Says with 405 which methods there are (RFC 9110, section 15.5.6), from the access table: REST
/// says only that this is none of them.
@jakarta.ws.rs.ext.Provider
@Priority(FilterOrder.ALLOW)
public class AllowFilter implements ContainerResponseFilter {
  private final Provider<AccessTable> table;

  AllowFilter(Provider<AccessTable> table) {
    this.table = table;
  }

  @Override
  public void filter(ContainerRequestContext asked, ContainerResponseContext answer) {
    if (answer.getStatus() == 405 && !answer.getHeaders().containsKey(HttpHeaders.ALLOW)) {
      String methods =
          table.get().at(asked.getUriInfo().getPath()).stream()
              .map(route -> route.substring(0, route.indexOf(' ')))
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      answer.getHeaders().putSingle(HttpHeaders.ALLOW, methods);
    }
  }
}
