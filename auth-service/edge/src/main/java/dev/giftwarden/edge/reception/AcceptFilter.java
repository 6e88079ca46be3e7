package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

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
}
