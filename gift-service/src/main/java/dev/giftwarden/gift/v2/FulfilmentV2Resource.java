package dev.giftwarden.gift.v2;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.PageV2;
import dev.giftwarden.gift.fulfilment.Fulfilments;
import dev.giftwarden.gift.fulfilment.Shipment;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V2Resource;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v2/fulfilments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Fulfilments", description = "Claimed gifts, on their way to whom they are for")
public class FulfilmentV2Resource extends V2Resource {

  private final Fulfilments fulfilments;
  private final CurrentCaller current;

  FulfilmentV2Resource(
      Fulfilments fulfilments, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.fulfilments = fulfilments;
    this.current = current;
  }

  @GET
  @Operation(
      operationId = "listFulfilmentsV2",
      summary = "List claimed gifts that wait to be shipped, the newest claim first")
  @APIResponse(responseCode = "200", description = "A page of claimed gifts")
  public RestResponse<PageV2<FulfilmentV2>> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    return listed(
        fulfilments.list(current.partner(), page(limit, cursor, GiftId.PREFIX)), FulfilmentV2::of);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getFulfilmentV2", summary = "Get how far a claimed gift has come")
  @APIResponseSchema(
      value = FulfilmentV2.class,
      responseCode = "200",
      responseDescription = "The claimed gift")
  public Response get(@PathParam("id") String id) {
    return answer(fulfilments.find(current.partner(), id), FulfilmentV2::of);
  }

  @POST
  @Path("/{id}/ship")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "shipGiftV2", summary = "Say that a claimed gift is on its way")
  @APIResponseSchema(
      value = FulfilmentV2.class,
      responseCode = "200",
      responseDescription = "The gift, which is shipped")
  @APIResponse(responseCode = "409", description = "conflict: it is not claimed, or was shipped")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response ship(
      @PathParam("id") String id,
      @Nullable Shipment shipment,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return answer(
        fulfilments.ship(
            current.partner(), id, present(shipment), IdempotencyKey.read(idempotencyKey)),
        FulfilmentV2::of);
  }

  @POST
  @Path("/{id}/deliver")
  @Operation(operationId = "deliverGiftV2", summary = "Say that a shipped gift has arrived")
  @APIResponseSchema(
      value = FulfilmentV2.class,
      responseCode = "200",
      responseDescription = "The gift, which is delivered")
  @APIResponse(responseCode = "409", description = "conflict: it is not shipped, or has arrived")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response deliver(
      @PathParam("id") String id,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return answer(
        fulfilments.deliver(current.partner(), id, IdempotencyKey.read(idempotencyKey)),
        FulfilmentV2::of);
  }
}
