package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.ByteArrayInputStream;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/// Has the body whole before anything is decided about the request, and before a thread is spent on
/// it: REST would read it on a worker thread, and a few hundred slow strangers would hold them all.
@jakarta.ws.rs.ext.Provider
@PreMatching
@Priority(FilterOrder.BODY)
public class BodyFilter implements ContainerRequestFilter {
  private final CurrentVertxRequest request;

  /// Found at the first request: Quarkus makes filters before it reads the configuration.
  private final Provider<BodyReader> reader;

  BodyFilter(CurrentVertxRequest request, Provider<BodyReader> reader) {
    this.request = request;
    this.reader = reader;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    RoutingContext http = request.getCurrent();
    if (BodyReader.mayHaveBody(http.request())) {
      var suspended = (ResteasyReactiveContainerRequestContext) context;
      suspended.suspend();
      reader.get().read(http, outcome -> goOn(suspended, http, outcome));
    }
  }

  private static void goOn(
      ResteasyReactiveContainerRequestContext suspended,
      RoutingContext http,
      BodyReader.Outcome outcome) {
    switch (outcome) {
      case BodyReader.Outcome.Whole(byte[] bytes) -> {
        suspended.setEntityStream(new ByteArrayInputStream(bytes));
        suspended.resume();
      }
      case BodyReader.Outcome.Refused(ProblemType type) -> {
        EarlyAnswer.leaveUnread(http);
        suspended.abortWith(Problem.of(type).response());
      }
    }
  }
}
