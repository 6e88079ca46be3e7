package dev.giftwarden.gift.v2.webhook;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.PageV2;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V2Resource;
import dev.giftwarden.gift.webhook.Webhooks;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

@Path("/v2/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks", description = "Endpoints that are told of gifts (Standard Webhooks)")
public class WebhookV2Resource extends V2Resource {

  private final Webhooks webhooks;
  private final CurrentCaller current;

  WebhookV2Resource(Webhooks webhooks, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.webhooks = webhooks;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "createWebhookV2",
      summary = "Make an endpoint",
      description =
          "Its secret is in this answer and in none after it. What is sent names ids, states, times"
              + " and money, and no person, unless a credential with exposePii has it told who"
              + " recipients are, and says why.")
  @APIResponseSchema(
      value = WebhookV2.class,
      responseCode = "201",
      responseDescription = "Made, or made before under this Idempotency-Key: then without secret")
  @APIResponse(
      responseCode = "403",
      description = "wider-than-issuer: exposePii, by a credential that does not see people")
  @APIResponse(responseCode = "409", description = "conflict: there are as many as there can be")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response create(
      @Nullable CreateWebhookV2 body,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return created(
        webhooks.create(
            current.partner(), present(body).toNew(), IdempotencyKey.read(idempotencyKey)),
        WebhookV2::of);
  }

  @GET
  @Operation(operationId = "listWebhooksV2", summary = "List endpoints, the newest first")
  @APIResponse(responseCode = "200", description = "A page of endpoints")
  public RestResponse<PageV2<WebhookV2>> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    return listed(
        webhooks.list(current.partner(), page(limit, cursor, WebhookId.PREFIX)), WebhookV2::of);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getWebhookV2", summary = "Get an endpoint")
  @APIResponseSchema(
      value = WebhookV2.class,
      responseCode = "200",
      responseDescription = "The endpoint, without its secret")
  public Response get(@PathParam("id") String id) {
    return answer(webhooks.find(current.partner(), id), WebhookV2::of);
  }

  @PATCH
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changeWebhookV2",
      summary = "Change an endpoint",
      description =
          "While it is not active nothing is queued for it, and what waits is not sent. Another URL"
              + " holds for what waits too.")
  @APIResponseSchema(
      value = WebhookV2.class,
      responseCode = "200",
      responseDescription = "The endpoint as it is now")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response change(
      @PathParam("id") String id,
      @Nullable ChangeWebhookV2 body,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return answer(
        webhooks.change(
            current.partner(), id, present(body).toChange(), IdempotencyKey.read(idempotencyKey)),
        WebhookV2::of);
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "deleteWebhookV2",
      summary = "Delete an endpoint",
      description = "With what waits to be sent there, and what is known of what was.")
  @APIResponse(responseCode = "204", description = "Deleted")
  public Response delete(@PathParam("id") String id) {
    return done(webhooks.delete(current.partner(), id));
  }

  @POST
  @Path("/{id}/rotate")
  @Operation(
      operationId = "rotateWebhookV2",
      summary = "Make another secret",
      description =
          "For 24 hours both sign, so that no event is lost while the receiver changes over. The"
              + " secret before those two signs no more.")
  @APIResponseSchema(
      value = WebhookV2.class,
      responseCode = "200",
      responseDescription =
          "The endpoint and its new secret; without it if it was made before under this"
              + " Idempotency-Key")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response rotate(
      @PathParam("id") String id,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return answer(
        webhooks.rotate(current.partner(), id, IdempotencyKey.read(idempotencyKey)), WebhookV2::of);
  }
}
