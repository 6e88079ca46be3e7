package dev.giftwarden.gift.v1;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.PageV1;
import dev.giftwarden.gift.gift.Detail;
import dev.giftwarden.gift.gift.Gifts;
import dev.giftwarden.gift.gift.Sending;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V1Resource;
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
import org.jspecify.annotations.Nullable;

@Path("/v1/gifts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Gifts", description = "Sent out of a budget, to somebody")
public class GiftV1Resource extends V1Resource {

  private final Sending sending;
  private final Gifts gifts;
  private final CurrentCaller current;

  GiftV1Resource(
      Sending sending, Gifts gifts, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.sending = sending;
    this.gifts = gifts;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "sendGift",
      summary = "Send a gift",
      description =
          "Reserves the amount in the budget. A recipient sent along is remembered and named.")
  @APIResponseSchema(
      value = GiftV1.class,
      responseCode = "201",
      responseDescription = "Sent, or sent before under this Idempotency-Key")
  @APIResponse(responseCode = "404", description = "not-found: the budget or the recipient")
  @APIResponse(responseCode = "409", description = "conflict")
  @APIResponse(responseCode = "402", description = "budget-exhausted")
  @APIResponse(responseCode = "403", description = "spend-limit-exceeded")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response send(
      @Nullable SendGiftV1 gift,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return created(
        sending.send(
            current.partner(),
            present(gift).toOrder(),
            IdempotencyKey.read(idempotencyKey),
            Detail.RECIPIENT),
        GiftV1::of);
  }

  @GET
  @Operation(operationId = "listGifts", summary = "List gifts, the newest first")
  @APIResponse(responseCode = "200", description = "A page of gifts")
  public PageV1<GiftV1> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    return listed(
        gifts.list(current.partner(), page(limit, cursor, GiftId.PREFIX), Detail.RECIPIENT),
        GiftV1::of);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getGift", summary = "Get a gift")
  @APIResponseSchema(
      value = GiftV1.class,
      responseCode = "200",
      responseDescription =
          "The gift; its recipient is masked unless the credential may see personal data")
  public Response get(@PathParam("id") String id) {
    return answer(gifts.find(current.partner(), id, Detail.RECIPIENT), GiftV1::of);
  }

  @GET
  @Path("/{id}/status")
  @Operation(
      operationId = "getGiftStatus",
      summary = "Get how a gift fares, and nothing else of it")
  @APIResponseSchema(
      value = GiftStatusV1.class,
      responseCode = "200",
      responseDescription = "Status and times")
  public Response getStatus(@PathParam("id") String id) {
    return answer(gifts.findStatus(current.partner(), id), GiftStatusV1::of);
  }

  @POST
  @Path("/{id}/cancel")
  @Operation(
      operationId = "cancelGift",
      summary = "Cancel a gift",
      description = "Its amount goes back to the budget.")
  @APIResponseSchema(
      value = GiftV1.class,
      responseCode = "200",
      responseDescription = "The cancelled gift")
  @APIResponse(responseCode = "409", description = "gift-not-cancellable")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response cancel(
      @PathParam("id") String id,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return answer(
        gifts.cancel(current.partner(), id, IdempotencyKey.read(idempotencyKey), Detail.RECIPIENT),
        GiftV1::of);
  }
}
