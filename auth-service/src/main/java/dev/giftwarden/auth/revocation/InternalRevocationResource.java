package dev.giftwarden.auth.revocation;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.auth.revocation.CertificateRevocationResource.RevocationView;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.problem.Problem.FieldError;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Ends certificates that no account has: services' and operators'.
@Path("/v1/certificates/revoke")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Revocation", description = "What is dead before its end")
@Blocking
public class InternalRevocationResource extends V1Resource {
  private final Revocations revocations;
  private final CurrentCaller current;

  InternalRevocationResource(Revocations revocations, CurrentCaller current) {
    this.revocations = revocations;
    this.current = current;
  }

  @POST
  @APIResponseSchema(
      value = RevocationView.class,
      responseCode = "200",
      responseDescription = "Revoked, now or before")
  @Operation(
      operationId = "revokeInternalCertificate",
      summary = "Revokes a service's or an operator's certificate, the caller's own too")
  public Response revoke(
      @Valid @NotNull RevokeAny wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var asking = new Revocations.Asking(current.caller(), IdempotencyKey.read(idempotencyKey));
    return switch (wanted.read()) {
      case RevokeAny.Reading.Named(Condemned certificate) ->
          changed(
              revocations.internal(asking, certificate, wanted.reason()),
              RevocationView::of,
              CertificateRevocationResource::problem);
      case RevokeAny.Reading.Faulty(FieldError fault) ->
          new Problem(
                  ProblemType.MALFORMED_REQUEST,
                  ProblemType.MALFORMED_REQUEST.hint(),
                  List.of(fault))
              .response();
    };
  }
}
