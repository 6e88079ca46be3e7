package dev.giftwarden.auth.revocation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Ends one certificate of a client.
@Path("/v1/accounts/{account}/clients/{client}/certificates/{serial}/revoke")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Revocation", description = "What is dead before its end")
@Blocking
public class CertificateRevocationResource extends V1Resource {
  /// A client has two live certificates, or a few that were issued by hand.
  private static final int MOST = 1000;

  private final Accounts accounts;
  private final Revocations revocations;
  private final CurrentCaller current;

  CertificateRevocationResource(Accounts accounts, Revocations revocations, CurrentCaller current) {
    this.accounts = accounts;
    this.revocations = revocations;
    this.current = current;
  }

  /// @param notAfter of a certificate that the inventory does not have, from an operator; not
  ///   looked at otherwise
  @Schema(
      name = "RevokeCertificateV1",
      description = "Why a client's certificate is to be dead",
      examples =
          """
          {"reason": "keyCompromise", "notAfter": "2027-02-01T00:00:00Z"}
          """)
  record RevokeCertificate(
      @NotNull RevocationReason reason,
      @Schema(
              description =
                  "The end of a certificate that auth has not issued itself; from operators alone")
          @Nullable Instant notAfter) {}

  @Schema(name = "RevocationV1", description = "What is dead now, and since when")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RegisterForReflection(registerFullHierarchy = true)
  record RevocationView(
      @Schema(description = "Since when the client is, if that was asked for")
          @Nullable Instant clientRevokedAt,
      @Schema(
              maxItems = MOST,
              description = "What was named first, then what was renewed from it and died with it")
          List<Revoked> certificates) {
    static RevocationView of(Revocations.Dead dead) {
      return new RevocationView(dead.client().orElse(null), dead.certificates());
    }
  }

  @POST
  @APIResponseSchema(
      value = RevocationView.class,
      responseCode = "200",
      responseDescription = "Revoked, now or before")
  @Operation(
      operationId = "revokeCertificate",
      summary = "Revokes a client's certificate: dead on open connections too, within a second",
      description =
          "With keyCompromise or cACompromise, whatever was renewed from it dies with it. A"
              + " certificate that auth has not issued itself takes an operator and its notAfter.")
  public Response revoke(
      @PathParam("account") String account,
      @PathParam("client") String client,
      @PathParam("serial") String serial,
      @Valid @NotNull RevokeCertificate wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var asking = new Revocations.Asking(current.caller(), IdempotencyKey.read(idempotencyKey));
    var sentence =
        new Revocations.Sentence(wanted.reason(), Optional.ofNullable(wanted.notAfter()));
    return accounts
        .visible(current.caller(), account, "certificate.revoke")
        .map(found ->
            changed(
                revocations.certificate(asking, found, client, serial, sentence),
                RevocationView::of,
                CertificateRevocationResource::problem))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  static Problem problem(Revocations.Objection objection) {
    return switch (objection) {
      case NOT_THERE -> Problem.of(ProblemType.NOT_FOUND);
      case END_UNKNOWN ->
          Problem.of(ProblemType.MALFORMED_REQUEST)
              .at("notAfter", "its end, of a certificate that is not in the inventory");
      case END_TOO_LATE ->
          Problem.of(ProblemType.MALFORMED_REQUEST).at("notAfter", "at most 366 days from now");
    };
  }
}
