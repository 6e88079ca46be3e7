package dev.giftwarden.gift.v2.webhook;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.id.MessageId;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V2Resource;
import dev.giftwarden.gift.webhook.delivery.Deliveries;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v2/webhooks/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks", description = "Endpoints that are told of gifts (Standard Webhooks)")
public class DeliveryV2Resource extends V2Resource {

  private final Deliveries deliveries;
  private final CurrentCaller current;

  DeliveryV2Resource(Deliveries deliveries, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.deliveries = deliveries;
    this.current = current;
  }

  @POST
  @Path("/test")
  @Operation(
      operationId = "testWebhookV2",
      summary = "Send a message that tells nothing",
      description = "Of the type `webhook.test`, whatever the endpoint is told of otherwise.")
  @APIResponseSchema(
      value = DeliveryV2.class,
      responseCode = "201",
      responseDescription = "Queued: it is sent within seconds")
  @APIResponse(responseCode = "409", description = "conflict: the endpoint is not active")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response test(
      @PathParam("id") String id,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return created(
        deliveries.test(current.partner(), id, IdempotencyKey.read(idempotencyKey)),
        DeliveryV2::of);
  }

  @GET
  @Path("/deliveries")
  @Operation(
      operationId = "listDeliveriesV2",
      summary = "List messages to an endpoint, the newest first",
      description = "Those that were delivered or given up are kept for 30 days.")
  @APIResponseSchema(
      value = DeliveryPage.class,
      responseCode = "200",
      responseDescription = "A page of messages")
  public Response list(
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return listed(
        deliveries.list(current.partner(), id, page(limit, cursor, MessageId.PREFIX)),
        DeliveryV2::of);
  }

  @POST
  @Path("/deliveries/{delivery}/redeliver")
  @Operation(
      operationId = "redeliverV2",
      summary = "Have a message sent again",
      description =
          "With the same `webhook-id`, whatever has become of it; one that waits is due at once.")
  @APIResponseSchema(
      value = DeliveryV2.class,
      responseCode = "200",
      responseDescription = "It waits to be sent")
  @APIResponse(responseCode = "409", description = "conflict: the endpoint is not active")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response redeliver(
      @PathParam("id") String id,
      @PathParam("delivery") String delivery,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return answer(
        deliveries.redeliver(current.partner(), id, delivery, IdempotencyKey.read(idempotencyKey)),
        DeliveryV2::of);
  }

  /// What [#list] answers, for the document: an annotation cannot say `PageV2<DeliveryV2>`.
  @Schema(name = "PageV2DeliveryV2")
  private record DeliveryPage(
      @Schema(maxItems = PageRequest.MAX_LIMIT) List<DeliveryV2> data,
      @Schema(nullable = true, description = "What to send as `cursor` for what follows")
          @Nullable String next) {}
}
