package dev.giftwarden.auth.apikey.spending;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.apikey.KeyResource;
import dev.giftwarden.auth.apikey.KeyView;
import dev.giftwarden.auth.apikey.Keys;
import dev.giftwarden.auth.apikey.use.KeyUseTable;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What a key may spend from now on.
@Path("/v1/accounts/{account}/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys", description = "What a program of a partner proves itself with")
@Blocking
public class LimitResource extends V1Resource {
  private final Accounts accounts;
  private final LimitChange change;
  private final KeyUseTable uses;
  private final CurrentCaller current;

  LimitResource(Accounts accounts, LimitChange change, KeyUseTable uses, CurrentCaller current) {
    this.accounts = accounts;
    this.change = change;
    this.uses = uses;
    this.current = current;
  }

  /// @param spendLimit null is none; left out it would mean nothing, and is refused
  @Schema(
      name = "UpdateKeyV1",
      description = "What a key may spend from now on",
      examples =
          """
          {"spendLimit": {"amount": 25000, "currency": "USD", "period": "week"}}
          """)
  record Wish(
      @Schema(implementation = SpendLimit.class, description = "null: only the budgets limit it")
          @JsonProperty(required = true)
          @NotNull
          Optional<SpendLimit> spendLimit) {}

  @PATCH
  @Path("/{key}")
  @APIResponseSchema(
      value = KeyView.class,
      responseCode = "200",
      responseDescription = "The key as it is now")
  @APIResponse(responseCode = "409", description = "conflict")
  @Operation(
      operationId = "updateKey",
      summary = "Gives a key another limit of what it spends, or none",
      description =
          "It holds from the next call on, also of connections that are open, and for the keys that"
              + " this one took over from or that took over from it: the tokens of before are dead."
              + " What was spent in the period stays spent; of another period or currency, nothing"
              + " is spent yet. A lower limit may be given by whoever may revoke the key, a higher"
              + " one by whoever could make such a key.")
  public Response update(
      @PathParam("account") String account,
      @PathParam("key") String key,
      @Valid @NotNull Wish wish,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var word = IdempotencyKey.read(idempotencyKey);
    return accounts
        .visible(current.caller(), account, "key.limit")
        .flatMap(found ->
            InvalidValue.find(key, KeyId::new)
                .map(id ->
                    change.change(
                        found.id(),
                        new LimitChange.Wish(current.caller(), id, wish.spendLimit()),
                        word)))
        .map(outcome -> changed(outcome, this::view, LimitResource::problem))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private KeyView view(Key key) {
    return KeyView.of(key, uses.of(key.id()));
  }

  private static Problem problem(LimitChange.Objection objection) {
    return switch (objection) {
      case LimitChange.Objection.Making(Keys.Objection reason) -> KeyResource.problem(reason);
      case LimitChange.Objection.NotNow _ ->
          Problem.of(ProblemType.CONFLICT).because("Only a key that works gets another limit.");
      case LimitChange.Objection.NotVisible _ -> Problem.of(ProblemType.NOT_FOUND);
    };
  }
}
