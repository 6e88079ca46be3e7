package dev.giftwarden.auth.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The clients of an account.
@Path("/v1/accounts/{account}/clients")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Clients", description = "What the certificates of an account name")
@Blocking
public class ClientResource extends V1Resource {
  private final Accounts accounts;
  private final Clients clients;
  private final CurrentCaller current;

  ClientResource(Accounts accounts, Clients clients, CurrentCaller current) {
    this.accounts = accounts;
    this.clients = clients;
    this.current = current;
  }

  @Schema(name = "ClientV1", description = "A client of an account")
  @RegisterForReflection(registerFullHierarchy = true)
  record ClientView(
      ClientId id,
      String name,
      Environment environment,
      List<Scope> scopes,
      @Schema(description = "What it may call; none: every version") List<ApiVersion> versions,
      Instant createdAt,
      @Schema(
              description =
                  "When a certificate of it was last used, to within a minute; left out: never, or"
                      + " auth has not issued it")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable Instant lastUsed,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant revokedAt) {
    static ClientView of(Client client) {
      return new ClientView(
          client.id(),
          client.name(),
          client.environment(),
          client.scopes().stream().sorted().toList(),
          client.versions().stream().sorted().toList(),
          client.createdAt(),
          client.usedAt().orElse(null),
          client.revokedAt().orElse(null));
    }
  }

  @Schema(name = "ClientsV1", description = "The clients of an account, by name")
  @RegisterForReflection(registerFullHierarchy = true)
  record ClientList(@Schema(maxItems = 100) List<ClientView> items) {}

  @POST
  @APIResponseSchema(
      value = ClientView.class,
      responseCode = "201",
      responseDescription = "Registered, or registered before under this Idempotency-Key")
  @APIResponse(responseCode = "409", description = "conflict, version-deprecated")
  @Operation(operationId = "createClient", summary = "Registers a client; its certificates name it")
  public Response create(
      @PathParam("account") String account,
      @Valid @NotNull NewClient wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return accounts
        .visible(current.caller(), account, "client.create")
        .map(found ->
            created(
                clients.create(current.caller(), found.id(), wanted, key),
                ClientView::of,
                ClientResource::problem))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private static Problem problem(Clients.Objection objection) {
    return switch (objection) {
      case Clients.Objection.Taken _ ->
          Problem.of(ProblemType.CONFLICT).because("This name is taken.");
      case Clients.Objection.Ending _ -> Problem.of(ProblemType.VERSION_DEPRECATED);
      case Clients.Objection.Full(int most) ->
          Problem.of(ProblemType.CONFLICT)
              .because("This account has " + most + " clients, which is as many as it may have.");
    };
  }

  @GET
  @APIResponseSchema(
      value = ClientList.class,
      responseCode = "200",
      responseDescription = "All of them")
  @Operation(
      operationId = "listClients",
      summary = "Lists the clients of an account: at most 100, by name")
  public Response list(@PathParam("account") String account) {
    return accounts
        .visible(current.caller(), account, "client.list")
        .map(found -> clients.of(found.id()).stream().map(ClientView::of).toList())
        .map(items -> Response.ok(new ClientList(items)).build())
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }
}
