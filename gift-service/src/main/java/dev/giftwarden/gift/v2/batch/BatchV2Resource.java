package dev.giftwarden.gift.v2.batch;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.gift.batch.Batches;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V2Resource;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v2/gifts/batch")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Gifts")
public class BatchV2Resource extends V2Resource {

  private final Batches batches;
  private final CurrentCaller current;

  BatchV2Resource(Batches batches, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.batches = batches;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "sendGiftsV2",
      summary = "Send up to 1,000 gifts",
      description =
          "Each as if it were sent by itself, in their order: `items` of the answer say what has"
              + " become of each. With the mode `all` it is all of them or none, and the answer is a"
              + " problem that names the first that cannot be sent. Repeated under the same"
              + " Idempotency-Key, after a timeout as it may be, it sends those that are not there"
              + " yet. One call, as all others.")
  @APIResponseSchema(
      value = SentBatchV2.class,
      responseCode = "200",
      responseDescription = "What has become of each; Idempotent-Replayed if all were there")
  @APIResponse(responseCode = "402", description = "budget-exhausted, with the mode all")
  @APIResponse(responseCode = "403", description = "spend-limit-exceeded, with the mode all")
  @APIResponse(responseCode = "404", description = "not-found, with the mode all")
  @APIResponse(responseCode = "409", description = "conflict, with the mode all")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response send(
      @Nullable SendBatchV2 batch,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return answer(
        batches.send(
            current.partner(), present(batch).toBatch(), IdempotencyKey.read(idempotencyKey)),
        SentBatchV2::of);
  }
}
