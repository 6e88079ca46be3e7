package dev.giftwarden.auth.apikey.radius;

import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.apikey.KeyResource;
import dev.giftwarden.auth.apikey.NewKey;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What a key would open.
@Path("/v1/accounts/{account}/keys/preview")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys", description = "What a program of a partner proves itself with")
@Blocking
public class PreviewResource extends V1Resource {
  private final Accounts accounts;
  private final Preview preview;
  private final CurrentCaller current;

  PreviewResource(Accounts accounts, Preview preview, CurrentCaller current) {
    this.accounts = accounts;
    this.preview = preview;
    this.current = current;
  }

  /// Nothing is changed, so an Idempotency-Key has nothing to repeat.
  @POST
  @APIResponseSchema(
      value = RadiusView.class,
      responseCode = "200",
      responseDescription = "All that it would reach; no key is made")
  @APIResponse(responseCode = "409", description = "version-deprecated")
  @Operation(
      operationId = "previewKey",
      summary = "Says what a key would reach, and makes none",
      description =
          "What is wrong with the body is answered as where keys are made. With a predecessor it"
              + " says, too, what the key could do without, if it is used as that was.")
  public Response preview(
      @PathParam("account") String account,
      @Parameter(
              description = "The id of a key of the account whose place it is to take",
              example = "4fKqZ81mTxYb")
          @QueryParam(Preview.PREDECESSOR)
          @Nullable String predecessor,
      @Valid @NotNull NewKey wanted) {
    var before = InvalidParameter.read(Preview.PREDECESSOR, predecessor, Preview.A_KEY, KeyId::new);
    return accounts
        .visible(current.caller(), account, Preview.ACTION)
        .map(found ->
            changed(
                preview.of(current.caller(), found, wanted, before),
                RadiusView::of,
                KeyResource::problem))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }
}
