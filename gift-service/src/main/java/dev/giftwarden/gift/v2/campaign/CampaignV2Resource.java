package dev.giftwarden.gift.v2.campaign;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.PageV2;
import dev.giftwarden.gift.campaign.Campaigns;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V2Resource;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
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

@Path("/v2/campaigns")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Campaigns", description = "What gifts of one occasion have in common")
public class CampaignV2Resource extends V2Resource {

  private final Campaigns campaigns;
  private final CurrentCaller current;

  CampaignV2Resource(Campaigns campaigns, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.campaigns = campaigns;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "createCampaignV2", summary = "Open a campaign")
  @APIResponseSchema(
      value = CampaignV2.class,
      responseCode = "201",
      responseDescription = "Opened, or opened before under this Idempotency-Key")
  @APIResponse(
      responseCode = "404",
      description = "not-found: the budget, the collection or the band")
  @APIResponse(
      responseCode = "409",
      description = "conflict: another currency than the budget's, or nothing to choose for it")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response create(
      @Nullable CreateCampaignV2 body,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    CreateCampaignV2 campaign = present(body);
    return created(
        campaigns.create(
            current.partner(),
            campaign.budget(),
            campaign.terms(),
            IdempotencyKey.read(idempotencyKey)),
        CampaignV2::of);
  }

  @GET
  @Operation(operationId = "listCampaignsV2", summary = "List campaigns, the newest first")
  @APIResponse(responseCode = "200", description = "A page of campaigns")
  public RestResponse<PageV2<CampaignV2>> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    return listed(
        campaigns.list(current.partner(), page(limit, cursor, CampaignId.PREFIX)), CampaignV2::of);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getCampaignV2", summary = "Get a campaign")
  @APIResponseSchema(
      value = CampaignV2.class,
      responseCode = "200",
      responseDescription = "The campaign")
  public Response get(@PathParam("id") String id) {
    return answer(campaigns.find(current.partner(), id), CampaignV2::of);
  }

  @PATCH
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changeCampaignV2",
      summary = "Change or close a campaign",
      description = "It is true of what is sent from then on.")
  @APIResponseSchema(
      value = CampaignV2.class,
      responseCode = "200",
      responseDescription = "The campaign as it is now")
  @APIResponse(
      responseCode = "409",
      description = "conflict: another currency than the budget's, or nothing to choose for it")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response change(
      @PathParam("id") String id,
      @Nullable ChangeCampaignV2 body,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return answer(
        campaigns.change(
            current.partner(), id, present(body).change(), IdempotencyKey.read(idempotencyKey)),
        CampaignV2::of);
  }
}
