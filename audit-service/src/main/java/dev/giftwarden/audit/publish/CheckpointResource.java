package dev.giftwarden.audit.publish;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What everybody may hold against us.
@Path("/checkpoint")
@Tag(name = "Log", description = "What everybody may hold against us")
public class CheckpointResource {
  private final Published published;

  CheckpointResource(Published published) {
    this.published = published;
  }

  /// The newest published checkpoint, a signed note (C2SP tlog-checkpoint).
  @GET
  @APIResponse(
      responseCode = "200",
      description = "A signed note",
      content =
          @Content(
              mediaType = MediaType.TEXT_PLAIN,
              schema = @Schema(implementation = String.class)))
  @Operation(
      operationId = "getCheckpoint",
      summary = "The newest published checkpoint (C2SP tlog-checkpoint)")
  @Produces(MediaType.TEXT_PLAIN)
  public String checkpoint() {
    return published.latest().map(PublishedCheckpoint::note).orElseThrow();
  }
}
