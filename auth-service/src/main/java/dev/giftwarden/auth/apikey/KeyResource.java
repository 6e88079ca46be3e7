package dev.giftwarden.auth.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.apikey.use.KeyUse;
import dev.giftwarden.auth.apikey.use.KeyUseTable;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.edge.paging.PageV1;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.problem.Problem.FieldError;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The keys of an account.
@Path("/v1/accounts/{account}/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys", description = "What a program of a partner proves itself with")
@Blocking
public class KeyResource extends V1Resource {
  private final Accounts accounts;
  private final Keys keys;
  private final KeyUseTable uses;
  private final CurrentCaller current;

  KeyResource(Accounts accounts, Keys keys, KeyUseTable uses, CurrentCaller current) {
    this.accounts = accounts;
    this.keys = keys;
    this.uses = uses;
    this.current = current;
  }

  /// @param key the whole key: shown in the first answer and in no other
  @Schema(name = "CreatedKeyV1", description = "A new key, and this once all of it")
  @RegisterForReflection(registerFullHierarchy = true)
  public record CreatedKey(
      @JsonUnwrapped KeyView view,
      @Schema(
              description =
                  "The whole key, in the first answer alone. A replay (`Idempotent-Replayed:"
                      + " true`) is without it, because it is stored nowhere: if the first answer was lost,"
                      + " revoke this key and create another under a new Idempotency-Key.")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String key) {
    public static CreatedKey of(Keys.Made made) {
      return new CreatedKey(KeyView.of(made.key()), made.secret().map(ApiKey::reveal).orElse(null));
    }
  }

  @POST
  @APIResponseSchema(
      value = CreatedKey.class,
      responseCode = "201",
      responseDescription =
          "Created; or created before under this Idempotency-Key, and then without the whole key")
  @APIResponse(responseCode = "409", description = "conflict, version-deprecated")
  @Operation(
      operationId = "createKey",
      summary = "Creates a key: the whole key is in this answer and never shown again")
  public Response create(
      @PathParam("account") String account,
      @Valid @NotNull NewKey wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var word = IdempotencyKey.read(idempotencyKey);
    return within(
        account,
        "key.create",
        found ->
            unkept(
                created(
                    keys.create(current.caller(), found, wanted, word),
                    CreatedKey::of,
                    KeyResource::problem)));
  }

  @GET
  @APIResponseSchema(
      value = KeyPage.class,
      responseCode = "200",
      responseDescription = "A page of keys")
  @Operation(operationId = "listKeys", summary = "Lists keys, newest first; never a secret")
  public Response list(
      @PathParam("account") String account,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    int most = PageRequest.limit(limit);
    Optional<KeyId> after =
        InvalidParameter.read("cursor", cursor, "the `next` of the page before", KeyId::new);
    return within(account, "key.list", found -> Response.ok(page(found.id(), after, most)).build());
  }

  /// What [#list] answers, for the document: an annotation cannot say `PageV1<KeyView>`.
  @Schema(name = "PageV1KeyV1", description = "A page of keys, newest first")
  private record KeyPage(
      @Schema(maxItems = PageRequest.MAX_LIMIT) List<KeyView> items,
      @Schema(nullable = true, description = "What to send as `cursor` for what follows")
          @Nullable String next) {}

  private PageV1<KeyView> page(AccountId account, Optional<KeyId> after, int limit) {
    List<Key> found = keys.page(current.caller(), account, after, limit + 1);
    var known = uses.find(found.stream().map(Key::id).toList());
    return PageV1.of(
        Page.of(found, limit, key -> key.id().value()),
        key -> KeyView.of(key, known.getOrDefault(key.id(), KeyUse.NONE)));
  }

  @GET
  @Path("/{key}")
  @APIResponseSchema(value = KeyView.class, responseCode = "200", responseDescription = "The key")
  @Operation(operationId = "getKey", summary = "Reads a key; never its secret")
  public Response get(@PathParam("account") String account, @PathParam("key") String key) {
    return within(
        account,
        "key.read",
        found ->
            answer(id(key).flatMap(id -> keys.look(current.caller(), "key.read", found.id(), id))));
  }

  @POST
  @Path("/{key}/revoke")
  @APIResponseSchema(
      value = KeyView.class,
      responseCode = "200",
      responseDescription = "The revoked key, revoked now or before")
  @Operation(
      operationId = "revokeKey",
      summary = "Revokes a key: it and its tokens are dead everywhere within a second")
  public Response revoke(
      @PathParam("account") String account,
      @PathParam("key") String key,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var word = IdempotencyKey.read(idempotencyKey);
    return within(
        account,
        "key.revoke",
        found ->
            id(key)
                .map(id -> keys.revoke(current.caller(), found.id(), id, word))
                .map(outcome -> changed(outcome, this::view, Problem::of))
                .orElseGet(KeyResource::notFound));
  }

  private Response within(String account, String action, Function<Account, Response> then) {
    return accounts
        .visible(current.caller(), account, action)
        .map(then)
        .orElseGet(KeyResource::notFound);
  }

  private static Response notFound() {
    return Problem.of(ProblemType.NOT_FOUND).response();
  }

  private static Optional<KeyId> id(String text) {
    return InvalidValue.find(text, KeyId::new);
  }

  private KeyView view(Key key) {
    return KeyView.of(key, uses.of(key.id()));
  }

  private Response answer(Optional<Key> key) {
    return key.map(found -> Response.ok(view(found)).build()).orElseGet(KeyResource::notFound);
  }

  public static Problem problem(Keys.Objection objection) {
    return switch (objection) {
      case Keys.Objection.Faulty(List<FieldError> faults) ->
          new Problem(ProblemType.MALFORMED_REQUEST, ProblemType.MALFORMED_REQUEST.hint(), faults);
      case Keys.Objection.Wider(var excess) -> {
        var problem = Problem.of(ProblemType.WIDER_THAN_ISSUER);
        for (var dimension : excess) {
          problem = problem.at(dimension.field(), dimension.explanation());
        }
        yield problem;
      }
      case Keys.Objection.Ending _ -> Problem.of(ProblemType.VERSION_DEPRECATED);
      case Keys.Objection.IssuerEnded _ -> Problem.of(Refusal.TOKEN_EPOCH);
      case Keys.Objection.HasAdministrator _ ->
          Problem.of(ProblemType.CONFLICT)
              .because(
                  "This account has a key with keys:write in this environment and makes its own."
                      + " An operator makes only the first.");
      case Keys.Objection.Full(int most) ->
          Problem.of(ProblemType.CONFLICT)
              .because(
                  "This account has "
                      + most
                      + " live keys, which is as many as it may have: revoke one.");
    };
  }
}
