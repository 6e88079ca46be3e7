package dev.giftwarden.auth.revocation;

import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.auth.revocation.CertificateRevocationResource.RevocationView;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Ends a client, and all that names it.
@Path("/v1/accounts/{account}/clients/{client}/revoke")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Revocation", description = "What is dead before its end")
@Blocking
public class ClientRevocationResource extends V1Resource {
  private final Accounts accounts;
  private final Revocations revocations;
  private final CurrentCaller current;

  ClientRevocationResource(Accounts accounts, Revocations revocations, CurrentCaller current) {
    this.accounts = accounts;
    this.revocations = revocations;
    this.current = current;
  }

  @Schema(
      name = "RevokeClientV1",
      description = "Why a client is to end",
      examples = "{\"reason\": \"cessationOfOperation\"}")
  record RevokeClient(@NotNull RevocationReason reason) {}

  @POST
  @APIResponseSchema(
      value = RevocationView.class,
      responseCode = "200",
      responseDescription = "Revoked, now or before")
  @Operation(
      operationId = "revokeClient",
      summary = "Revokes a client for good: its tokens and certificates are dead within a second",
      description = "It never gets another certificate, nor a token with one that it may have.")
  public Response revoke(
      @PathParam("account") String account,
      @PathParam("client") String client,
      @Valid @NotNull RevokeClient wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var asking = new Revocations.Asking(current.caller(), IdempotencyKey.read(idempotencyKey));
    return accounts
        .visible(current.caller(), account, "client.revoke")
        .map(found ->
            changed(
                revocations.client(asking, found, client, wanted.reason()),
                RevocationView::of,
                CertificateRevocationResource::problem))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }
}
