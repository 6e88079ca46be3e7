package dev.giftwarden.auth.version;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The registry of versions.
@Path("/v1/versions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Versions", description = "The versions of the API of gifts and of the audit log")
@Blocking
public class VersionResource extends V1Resource {
  private final Versions versions;
  private final CurrentCaller current;

  VersionResource(Versions versions, CurrentCaller current) {
    this.versions = versions;
    this.current = current;
  }

  @Schema(name = "VersionsV1", description = "All versions there have been, the oldest first")
  @RegisterForReflection(registerFullHierarchy = true)
  record VersionList(@Schema(maxItems = 99) List<VersionView> items) {}

  @Schema(
      name = "DeprecateVersionV1",
      description = "How a version ends",
      examples = "{\"sunset\": \"2099-01-01T00:00:00Z\", \"successor\": \"v2\"}")
  record Ending(@NotNull Instant sunset, @NotNull ApiVersion successor) {
    @JsonCreator
    Ending {}
  }

  @GET
  @APIResponseSchema(
      value = VersionList.class,
      responseCode = "200",
      responseDescription = "All of them")
  @Operation(operationId = "listVersions", summary = "Lists the versions and where each stands")
  public Response list() {
    return Response.ok(new VersionList(versions.all().stream().map(VersionView::of).toList()))
        .build();
  }

  @POST
  @Path("/{version}/deprecate")
  @APIResponseSchema(
      value = VersionView.class,
      responseCode = "200",
      responseDescription = "Announced: every answer of this version says so within a second")
  @APIResponse(responseCode = "409", description = "conflict")
  @Operation(
      operationId = "deprecateVersion",
      summary = "Announces the end of a version: from now on nothing new is granted for it")
  public Response deprecate(
      @PathParam("version") String version,
      @Valid @NotNull Ending wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return ApiVersion.find(version)
        .map(found ->
            changed(
                versions.deprecate(
                    current.caller(), found, wanted.sunset(), wanted.successor(), key),
                VersionView::of,
                VersionResource::problem))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private static Problem problem(Versions.Objection objection) {
    return switch (objection) {
      case Versions.Objection.Ending _ ->
          Problem.of(ProblemType.CONFLICT).because("This version ends already.");
      case Versions.Objection.NoSuccessor _ ->
          Problem.of(ProblemType.CONFLICT).because("The successor is another version, and active.");
      case Versions.Objection.SunsetPast _ ->
          Problem.of(ProblemType.MALFORMED_REQUEST).at("sunset", "in the future");
    };
  }
}
