package dev.giftwarden.auth.revocation;

import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.revocation.CertificateRevocationResource.RevocationView;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Ends a client, and all that names it.
@Path("/v1/accounts/{account}/clients/{client}/revoke")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Revocation", description = "What is dead before its end")
@Blocking
public class ClientRevocationResource {
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
  @APIResponse(
      responseCode = "200",
      description = "Revoked, now or before",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RevocationView.class)))
  @Operation(
      operationId = "revokeClient",
      summary = "Revokes a client for good: its tokens and certificates are dead within a second",
      description = "It never gets another certificate, nor a token with one that it may have.")
  public Response revoke(
      @PathParam("account") String account,
      @PathParam("client") String client,
      @Valid @NotNull RevokeClient wanted) {
    return accounts
        .visible(current.caller(), account, "client.revoke")
        .map(found -> revocations.client(current.caller(), found, client, wanted.reason()))
        .map(CertificateRevocationResource::answer)
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }
}
