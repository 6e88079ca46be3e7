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
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/// Has the body before anything is decided about the request, and before a thread is spent on it:
/// REST would read it on a worker thread, and a few hundred slow strangers would hold them all. It
/// is there whole, but of the few routes that work on it as it arrives.
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
      reader.get().read(http, received -> goOn(suspended, http, received));
    }
  }

  private static void goOn(
      ResteasyReactiveContainerRequestContext suspended,
      RoutingContext http,
      BodyReader.Received received) {
    switch (received) {
      case BodyReader.Received.Body(InputStream bytes) -> {
        EarlyAnswer.leaveUnreadUnlessEnded(http);
        suspended.setEntityStream(bytes);
        suspended.resume();
      }
      case BodyReader.Received.Refused(ProblemType type) -> {
        EarlyAnswer.leaveUnread(http);
        suspended.abortWith(Problem.of(type).response());
      }
    }
  }
}
