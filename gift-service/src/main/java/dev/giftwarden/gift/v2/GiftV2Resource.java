package dev.giftwarden.gift.v2;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.PageV2;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.gift.claim.Links;
import dev.giftwarden.gift.gift.Detail;
import dev.giftwarden.gift.gift.Gifts;
import dev.giftwarden.gift.gift.Sending;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v2/gifts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Gifts", description = "Sent out of a budget, to somebody")
public class GiftV2Resource extends V2Resource {

  private static final String EXPAND = "What to give in place of its id";

  private final Sending sending;
  private final Gifts gifts;
  private final Links links;
  private final CurrentCaller current;

  GiftV2Resource(
      Sending sending,
      Gifts gifts,
      Links links,
      CurrentCaller current,
      UriInfo asked,
      Cursors cursors) {
    super(asked, cursors);
    this.sending = sending;
    this.gifts = gifts;
    this.links = links;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "sendGiftV2",
      summary = "Send a gift",
      description =
          "Reserves the value in the budget. Somebody new is remembered as a recipient. With"
              + " `sendAt` it is created now, with its money held, and sent then. With a `collection`"
              + " its recipient chooses, and what that does not cost goes back.")
  @APIResponseSchema(
      value = GiftV2.class,
      responseCode = "201",
      responseDescription = "Sent, or sent before under this Idempotency-Key")
  @APIResponse(
      responseCode = "404",
      description =
          "not-found: the budget, the campaign, the collection, the band or the recipient")
  @APIResponse(responseCode = "409", description = "conflict")
  @APIResponse(responseCode = "402", description = "budget-exhausted")
  @APIResponse(responseCode = "403", description = "spend-limit-exceeded")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response send(
      @Nullable SendGiftV2 gift,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return created(
        sending.send(
            current.partner(),
            present(gift).toOrder(),
            IdempotencyKey.read(idempotencyKey),
            Detail.REFERENCE),
        GiftV2::of);
  }

  @GET
  @Operation(operationId = "listGiftsV2", summary = "List gifts, the newest first")
  @APIResponse(responseCode = "200", description = "A page of gifts")
  public RestResponse<PageV2<GiftV2>> list(
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("expand")
          @Parameter(
              description = EXPAND,
              schema = @Schema(implementation = String.class, enumeration = "recipient"))
          @Nullable String expand) {
    return listed(
        gifts.list(current.partner(), page(limit, cursor, GiftId.PREFIX), detail(expand)),
        GiftV2::of);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getGiftV2", summary = "Get a gift")
  @APIResponseSchema(
      value = GiftV2.class,
      responseCode = "200",
      responseDescription =
          "The gift; people in it are masked unless the credential may see personal data")
  public Response get(
      @PathParam("id") String id,
      @QueryParam("expand")
          @Parameter(
              description = EXPAND,
              schema = @Schema(implementation = String.class, enumeration = "recipient"))
          @Nullable String expand) {
    return answer(gifts.find(current.partner(), id, detail(expand)), GiftV2::of);
  }

  @GET
  @Path("/{id}/status")
  @Operation(
      operationId = "getGiftStatusV2",
      summary = "Get how a gift fares, and nothing else of it")
  @APIResponseSchema(
      value = GiftStatusV2.class,
      responseCode = "200",
      responseDescription = "Its state, and when it came into each")
  public Response getStatus(@PathParam("id") String id) {
    return answer(gifts.findStatus(current.partner(), id), GiftStatusV2::of);
  }

  @POST
  @Path("/{id}/cancel")
  @Operation(
      operationId = "cancelGiftV2",
      summary = "Cancel a gift",
      description = "Its value goes back to the budget.")
  @APIResponseSchema(
      value = GiftV2.class,
      responseCode = "200",
      responseDescription = "The cancelled gift")
  @APIResponse(responseCode = "409", description = "gift-not-cancellable")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response cancel(
      @PathParam("id") String id,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return answer(
        gifts.cancel(current.partner(), id, IdempotencyKey.read(idempotencyKey), Detail.REFERENCE),
        GiftV2::of);
  }

  @POST
  @Path("/{id}/link")
  @Operation(
      operationId = "makeGiftLinkV2",
      summary = "Make the link by which a gift is claimed",
      description =
          "Whoever has it can claim the gift, so it is shown here and never again. The one that was"
              + " made before is dead.")
  @APIResponseSchema(
      value = LinkV2.class,
      responseCode = "201",
      responseDescription = "The link, for its recipient")
  @APIResponse(
      responseCode = "409",
      description = "conflict: it is not sent yet, or nothing can come of it")
  public Response makeLink(@PathParam("id") String id) {
    return created(links.make(current.partner(), id), LinkV2::of);
  }

  private static Detail detail(@Nullable String expand) {
    return InvalidParameter.read("expand", expand, "recipient", GiftV2Resource::readDetail)
        .orElse(Detail.REFERENCE);
  }

  private static Detail readDetail(String text) {
    if (!text.equals("recipient")) {
      throw new IllegalArgumentException("nothing else is expanded");
    }
    return Detail.RECIPIENT;
  }
}
