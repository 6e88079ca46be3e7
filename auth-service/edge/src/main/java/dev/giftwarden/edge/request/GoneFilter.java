package dev.giftwarden.edge.request;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.listener.Arrival;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Drops requests whose connection has ended while they waited for those before them: whoever sends
/// hundreds at once and leaves would have us do and log all of it, with nobody to hear the answer.
@ApplicationScoped
public class GoneFilter {

  void register(@Observes Filters filters) {
    filters.register(GoneFilter::check, FilterOrder.GONE);
  }

  private static void check(RoutingContext context) {
    if (Arrival.hasGone(context.request())) {
      // Goes nowhere, and lets the next one in the queue go there too.
      context.response().setStatusCode(ProblemType.REQUEST_TIMEOUT.status()).end();
    } else {
      context.next();
    }
  }
}
