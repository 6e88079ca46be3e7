package dev.giftwarden.edge.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.edge.problem.Problem.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/// The one shape of every answer that is not a success (RFC 9457).
///
/// @param instance `urn:uuid:` and the request's id
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RegisterForReflection(registerFullHierarchy = true)
public record ProblemDocument(
    URI type,
    String title,
    int status,
    String detail,
    URI instance,
    UUID requestId,
    List<FieldError> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public static ProblemDocument of(Problem problem, UUID requestId) {
    return new ProblemDocument(
        problem.type().uri(),
        problem.type().title(),
        problem.type().status(),
        problem.detail(),
        URI.create("urn:uuid:" + requestId),
        requestId,
        problem.errors());
  }
}
