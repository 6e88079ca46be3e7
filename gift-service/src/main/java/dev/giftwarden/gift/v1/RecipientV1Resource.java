package dev.giftwarden.gift.v1;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.recipient.Recipients;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/recipients")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recipients", description = "Whom gifts are for")
public class RecipientV1Resource extends V1Resource {

  private final Recipients recipients;
  private final CurrentCaller current;

  RecipientV1Resource(
      Recipients recipients, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.recipients = recipients;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "createRecipient", summary = "Remember a recipient")
  @APIResponseSchema(
      value = RecipientV1.class,
      responseCode = "201",
      responseDescription =
          "Remembered, also if somebody like that is known: this tells nothing of others")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response create(
      @Nullable CreateRecipientV1 body,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    CreateRecipientV1 recipient = present(body);
    return created(
        recipients.create(
            current.partner(),
            recipient.person(),
            Optional.ofNullable(recipient.subAccount()),
            IdempotencyKey.read(idempotencyKey)),
        RecipientV1::of);
  }

  @GET
  @Operation(
      operationId = "listRecipients",
      summary = "List recipients, the newest first",
      description = "Filtering by email takes a credential that may see personal data.")
  @APIResponseSchema(
      value = RecipientPage.class,
      responseCode = "200",
      responseDescription = "A page of recipients")
  @APIResponse(responseCode = "403", description = "pii-filter-requires-unmasked")
  public Response list(
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("email")
          @Parameter(
              description = "Exactly this address",
              schema = @Schema(implementation = EmailAddress.class))
          @Nullable String email) {
    return answer(
        recipients.list(current.partner(), email(email), page(limit, cursor, RecipientId.PREFIX)),
        page -> listed(page, RecipientV1::of));
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getRecipient", summary = "Get a recipient")
  @APIResponseSchema(
      value = RecipientV1.class,
      responseCode = "200",
      responseDescription = "The recipient, masked unless the credential may see personal data")
  public Response get(@PathParam("id") String id) {
    return answer(recipients.find(current.partner(), id), RecipientV1::of);
  }

  /// What [#list] answers, for the document: an annotation cannot say `PageV1<RecipientV1>`.
  @Schema(name = "PageV1RecipientV1")
  private record RecipientPage(
      @Schema(maxItems = PageRequest.MAX_LIMIT) List<RecipientV1> items,
      @Schema(nullable = true, description = "What to send as `cursor` for what follows")
          @Nullable String next) {}
}
