package dev.giftwarden.auth.version.grant;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What a client may do and which versions it and its certificates may call.
@Path("/v1/accounts/{account}/clients/{client}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Clients", description = "What the certificates of an account name")
@Blocking
public class GrantResource extends V1Resource {
  private final Accounts accounts;
  private final Grants grants;
  private final CurrentCaller current;

  GrantResource(Accounts accounts, Grants grants, CurrentCaller current) {
    this.accounts = accounts;
    this.grants = grants;
    this.current = current;
  }

  @Schema(
      name = "GrantCertificateV1",
      description = "The versions that a certificate may call",
      examples = "{\"versions\": [\"v2\"]}")
  record CertificateGrant(@NotEmpty Set<@NotNull ApiVersion> versions) {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    CertificateGrant {}
  }

  @Schema(name = "GrantV1", description = "What may be called now; none: every version")
  @RegisterForReflection(registerFullHierarchy = true)
  record GrantView(List<ApiVersion> versions) {
    static GrantView of(Set<ApiVersion> versions) {
      return new GrantView(versions.stream().sorted().toList());
    }
  }

  @Schema(name = "ClientGrantedV1", description = "A client as it is now")
  @RegisterForReflection(registerFullHierarchy = true)
  record ClientGrantedView(
      String name,
      List<Scope> scopes,
      @Schema(description = "None: every version") List<ApiVersion> versions) {
    static ClientGrantedView of(ClientGrant grant) {
      return new ClientGrantedView(
          grant.name(),
          grant.scopes().stream().sorted().toList(),
          grant.versions().stream().sorted().toList());
    }
  }

  @PATCH
  @APIResponseSchema(
      value = ClientGrantedView.class,
      responseCode = "200",
      responseDescription =
          "Changed; where it may do or call something else, the tokens it has are dead within a"
              + " second")
  @APIResponse(responseCode = "409", description = "version-deprecated")
  @Operation(
      operationId = "grantClient",
      summary =
          "Says what a client is called, may do without a key, and which versions it may call")
  public Response client(
      @PathParam("account") String account,
      @PathParam("client") String client,
      @Valid @NotNull ClientChange wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return within(
        account,
        client,
        "client.grant",
        found ->
            changed(
                grants.client(found, current.caller(), key, wanted),
                ClientGrantedView::of,
                GrantResource::problem));
  }

  @PATCH
  @Path("/certificates/{serial}")
  @APIResponseSchema(
      value = GrantView.class,
      responseCode = "200",
      responseDescription = "Granted; the tokens that its client has are dead within a second")
  @APIResponse(responseCode = "409", description = "version-deprecated")
  @Operation(
      operationId = "grantCertificate",
      summary = "Says which versions a certificate may call: partners can only take some away")
  public Response certificate(
      @PathParam("account") String account,
      @PathParam("client") String client,
      @PathParam("serial") String serial,
      @Valid @NotNull CertificateGrant wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return within(
        account,
        client,
        "certificate.grant",
        found ->
            changed(
                grants.certificate(
                    found, serial, new Grants.Wish(current.caller(), key, wanted.versions())),
                GrantView::of,
                GrantResource::problem));
  }

  private Response within(
      String account, String client, String action, Function<Subject.Client, Response> change) {
    return accounts
        .visible(current.caller(), account, action)
        .flatMap(found ->
            InvalidValue.find(client, ClientId::new).map(id -> new Subject.Client(found.id(), id)))
        .map(change)
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private static Problem problem(Refusal reason) {
    return reason == Refusal.WIDER_THAN_ISSUER
        ? Problem.of(reason).because("Only an operator adds to what a certificate may call.")
        : Problem.of(reason);
  }
}
