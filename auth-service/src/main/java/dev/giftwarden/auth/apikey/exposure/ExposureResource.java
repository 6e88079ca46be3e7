package dev.giftwarden.auth.apikey.exposure;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.usage.ExposedKeys.Exposed;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Where anybody who has found a key says so. Whoever holds it can do worse with it than this.
@Path("/v1/keys/exposed")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
@Blocking
public class ExposureResource {
  private static final Map<String, String> NOTHING = Map.of();

  private final ExposureWatch watch;
  private final CurrentCaller current;

  ExposureResource(ExposureWatch watch, CurrentCaller current) {
    this.watch = watch;
    this.current = current;
  }

  @Schema(
      name = "ExposedKeyV1",
      description = "A key that somebody found",
      examples = "{\"key\": \"" + WholeKey.EXAMPLE + "\"}")
  @RegisterForReflection(registerFullHierarchy = true)
  record Found(@NotNull WholeKey key) {}

  @POST
  @APIResponse(
      responseCode = "202",
      description = "Taken: within seconds it changes and spends nothing, if it is a key",
      content =
          @Content(
              schema = @Schema(type = SchemaType.OBJECT, description = "Empty, and means nothing")))
  @Operation(
      operationId = "reportExposedKey",
      summary = "Reports a key that others can read, as scanners for secrets do",
      description =
          "No credentials: whoever holds it can do worse. The answer is the same for a key of ours and"
              + " for what only looks like one. A second time changes nothing: an Idempotency-Key is"
              + " ignored.")
  public Response report(@Valid @NotNull Found found) {
    return switch (watch.report(new Exposed(found.key().key(), current.origin()))) {
      case TAKEN -> Response.accepted(NOTHING).build();
      case TOO_MANY -> Problem.of(ProblemType.RATE_LIMITED).response();
      case BUSY -> Problem.of(ProblemType.BUSY).response();
    };
  }
}
