package dev.giftwarden.auth.apikey.radius;

import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.apikey.Keys;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What a key opens.
@Path("/v1/accounts/{account}/keys/{key}/blast-radius")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys", description = "What a program of a partner proves itself with")
@Blocking
public class BlastRadiusResource {
  private static final String ACTION = "key.read";

  private final Accounts accounts;
  private final Keys keys;
  private final BlastRadius radius;
  private final CurrentCaller current;

  BlastRadiusResource(Accounts accounts, Keys keys, BlastRadius radius, CurrentCaller current) {
    this.accounts = accounts;
    this.keys = keys;
    this.radius = radius;
    this.current = current;
  }

  @GET
  @APIResponseSchema(
      value = RadiusView.class,
      responseCode = "200",
      responseDescription = "All that it reaches, at every service")
  @Operation(
      operationId = "getBlastRadius",
      summary = "Says what whoever holds a key can do with it",
      description =
          "The routes are those that the services say they serve, decided by the rule that decides"
              + " each call. Of what a key cannot do now because it has ended or its account is"
              + " suspended, `works` says so and the rest what it could.")
  public Response get(@PathParam("account") String account, @PathParam("key") String key) {
    return accounts
        .visible(current.caller(), account, ACTION)
        .flatMap(found ->
            InvalidValue.find(key, KeyId::new)
                .flatMap(id -> keys.look(current.caller(), ACTION, found.id(), id))
                .map(seen -> Response.ok(RadiusView.of(radius.of(found, seen))).build()))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }
}
