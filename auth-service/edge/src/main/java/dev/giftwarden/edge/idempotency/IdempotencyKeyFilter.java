package dev.giftwarden.edge.idempotency;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/// Who sends an `Idempotency-Key` wants to be able to send the request again. One that is empty (a
/// variable that was not set) or there twice would count as none or as the first, and the retry
/// would spend again: 400 before anything is done. What a key is beyond that, its route says.
@Provider
@Priority(FilterOrder.IDEMPOTENCY_KEY)
public class IdempotencyKeyFilter implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    List<String> given = request.getHeaders().getOrDefault(IdempotencyKey.HEADER, List.of());
    if (given.size() > 1 || given.stream().anyMatch(String::isBlank)) {
      request.abortWith(
          Problem.of(ProblemType.MALFORMED_REQUEST)
              .at(IdempotencyKey.HEADER, "one of 1 to 255 printable ASCII characters, or none")
              .response());
    }
  }
}
