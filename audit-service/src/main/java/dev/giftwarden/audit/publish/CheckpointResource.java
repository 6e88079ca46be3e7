package dev.giftwarden.audit.publish;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// What everybody may hold against us.
@Path("/checkpoint")
public class CheckpointResource {
  private final Published published;

  CheckpointResource(Published published) {
    this.published = published;
  }

  /// The newest published checkpoint, a signed note (C2SP tlog-checkpoint).
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  public String checkpoint() {
    return published.latest().map(PublishedCheckpoint::note).orElseThrow();
  }
}
