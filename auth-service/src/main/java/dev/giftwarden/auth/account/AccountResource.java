package dev.giftwarden.auth.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.account.Accounts.Objection;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Accounts and their sub-accounts.
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts", description = "Partners, and the parts they divide themselves into")
@Blocking
public class AccountResource extends V1Resource {
  private final Accounts accounts;
  private final AccountChanges changes;
  private final CurrentCaller current;

  AccountResource(Accounts accounts, AccountChanges changes, CurrentCaller current) {
    this.accounts = accounts;
    this.changes = changes;
    this.current = current;
  }

  @Schema(
      name = "CreateAccountV1",
      description = "An account to create",
      examples = "{\"id\": \"acme\", \"plan\": \"standard\", \"mtls\": \"optional\"}")
  record NewAccount(@NotNull AccountId id, @NotNull Plan plan, @NotNull MtlsPolicy mtls) {
    @JsonCreator
    NewAccount {}
  }

  @Schema(name = "AccountV1", description = "An account")
  @RegisterForReflection(registerFullHierarchy = true)
  record AccountView(
      AccountId id,
      Plan plan,
      MtlsPolicy mtls,
      @Schema(
              description = "A key that goes unused for so long is revoked; null: none is",
              pattern = "^P[0-9]{2,3}D$",
              examples = "P90D")
          Optional<String> revokeUnusedKeysAfter,
      Instant createdAt,
      @Schema(description = "Since when none of its credentials works")
          Optional<Instant> suspendedAt) {
    static AccountView of(Account account) {
      return new AccountView(
          account.id(),
          account.plan(),
          account.mtls(),
          account.idleKeys().map(IdleLimit::text),
          account.createdAt(),
          account.suspendedAt());
    }
  }

  @Schema(
      name = "UpdateAccountV1",
      description = "What to change of an account; what is absent stays",
      minProperties = 1,
      examples = "{\"plan\": \"enterprise\", \"mtls\": \"required\"}")
  record AccountUpdate(
      Optional<Plan> plan, Optional<MtlsPolicy> mtls, @Nullable IdleChange revokeUnusedKeysAfter) {
    @JsonCreator
    AccountUpdate {}

    @Schema(hidden = true) // no field
    @AssertTrue(message = "plan, mtls or revokeUnusedKeysAfter")
    boolean isChange() {
      return plan.isPresent() || mtls.isPresent() || revokeUnusedKeysAfter != null;
    }

    private AccountChanges.Wish wish() {
      return new AccountChanges.Wish(plan, mtls, Optional.ofNullable(revokeUnusedKeysAfter));
    }
  }

  @Schema(
      name = "CreateSubAccountV1",
      description = "A sub-account to create",
      examples = "{\"id\": \"north\"}")
  record NewSubAccount(@NotNull SubAccountId id) {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    NewSubAccount {}
  }

  @Schema(name = "SubAccountV1", description = "A part of an account")
  @RegisterForReflection(registerFullHierarchy = true)
  record SubAccountView(SubAccountId id, Instant createdAt) {
    static SubAccountView of(SubAccount subAccount) {
      return new SubAccountView(subAccount.id(), subAccount.createdAt());
    }
  }

  @Schema(name = "SubAccountsV1", description = "The sub-accounts of an account, by name")
  @RegisterForReflection(registerFullHierarchy = true)
  record SubAccounts(@Schema(maxItems = 1000) List<SubAccountView> items) {}

  @POST
  @APIResponseSchema(
      value = AccountView.class,
      responseCode = "201",
      responseDescription = "Created, or created before under this Idempotency-Key")
  @APIResponse(responseCode = "409", description = "conflict")
  @Operation(operationId = "createAccount", summary = "Creates an account")
  public Response create(
      @Valid @NotNull NewAccount wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    return created(
        accounts.create(
            current.caller(),
            wanted.id(),
            wanted.plan(),
            wanted.mtls(),
            IdempotencyKey.read(idempotencyKey)),
        AccountView::of,
        AccountResource::problem);
  }

  @GET
  @Path("/{account}")
  @APIResponseSchema(
      value = AccountView.class,
      responseCode = "200",
      responseDescription = "The account")
  @Operation(operationId = "getAccount", summary = "Reads an account")
  public Response get(@PathParam("account") String account) {
    return accounts
        .visible(current.caller(), account, "account.read")
        .map(found -> Response.ok(AccountView.of(found)).build())
        .orElseGet(AccountResource::notFound);
  }

  @PATCH
  @Path("/{account}")
  @APIResponseSchema(
      value = AccountView.class,
      responseCode = "200",
      responseDescription = "The account as it is now")
  @APIResponse(
      responseCode = "409",
      description = "conflict: the plan cannot require certificates, and the account does")
  @Operation(
      operationId = "updateAccount",
      summary = "Changes plan, mTLS policy, or how long keys may go unused",
      description =
          "It holds from the next call on, also of connections that are open: the tokens of before"
              + " are dead. A plan that cannot require certificates never drops a policy that does:"
              + " send `mtls` too.")
  public Response update(
      @PathParam("account") String account,
      @Valid @NotNull AccountUpdate wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return change(
        account, "account.update", id -> changes.update(current.caller(), id, wanted.wish(), key));
  }

  @POST
  @Path("/{account}/suspend")
  @APIResponseSchema(
      value = AccountView.class,
      responseCode = "200",
      responseDescription = "The suspended account")
  @Operation(
      operationId = "suspendAccount",
      summary = "Suspends an account: none of its keys, certificates and tokens works any more")
  public Response suspend(
      @PathParam("account") String account,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return change(account, "account.suspend", id -> changes.suspend(current.caller(), id, key));
  }

  @POST
  @Path("/{account}/resume")
  @APIResponseSchema(
      value = AccountView.class,
      responseCode = "200",
      responseDescription = "The account")
  @Operation(
      operationId = "resumeAccount",
      summary = "Ends a suspension: what has not ended meanwhile works again")
  public Response resume(
      @PathParam("account") String account,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return change(account, "account.resume", id -> changes.resume(current.caller(), id, key));
  }

  @POST
  @Path("/{account}/sub-accounts")
  @APIResponseSchema(
      value = SubAccountView.class,
      responseCode = "201",
      responseDescription = "Created, or created before under this Idempotency-Key")
  @APIResponse(responseCode = "409", description = "conflict")
  @Operation(operationId = "createSubAccount", summary = "Creates a sub-account")
  public Response createSubAccount(
      @PathParam("account") String account,
      @Valid @NotNull NewSubAccount wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return accounts
        .visible(current.caller(), account, "sub-account.create")
        .map(found ->
            created(
                accounts.createSubAccount(current.caller(), found.id(), wanted.id(), key),
                SubAccountView::of,
                AccountResource::problem))
        .orElseGet(AccountResource::notFound);
  }

  @GET
  @Path("/{account}/sub-accounts")
  @APIResponseSchema(
      value = SubAccounts.class,
      responseCode = "200",
      responseDescription = "All of them")
  @Operation(
      operationId = "listSubAccounts",
      summary = "Lists the sub-accounts of an account: at most 1000, by name")
  public Response subAccounts(@PathParam("account") String account) {
    return accounts
        .visible(current.caller(), account, "sub-account.list")
        .map(found ->
            Response.ok(
                    new SubAccounts(
                        accounts.subAccountsOf(current.caller(), found.id()).stream()
                            .map(SubAccountView::of)
                            .toList()))
                .build())
        .orElseGet(AccountResource::notFound);
  }

  private Response change(
      String account, String action, Function<AccountId, Outcome<Account, Refusal>> change) {
    return accounts
        .visible(current.caller(), account, action)
        .map(found -> changed(change.apply(found.id()), AccountView::of, Problem::of))
        .orElseGet(AccountResource::notFound);
  }

  private static Problem problem(Objection objection) {
    return switch (objection) {
      case Objection.Taken _ -> Problem.of(ProblemType.CONFLICT).because("This name is taken.");
      case Objection.Full(int most) ->
          Problem.of(ProblemType.CONFLICT)
              .because("This account has " + most + " of them, which is as many as it may have.");
      case Objection.Denied(var reason) -> Problem.of(reason);
    };
  }

  private static Response notFound() {
    return Problem.of(ProblemType.NOT_FOUND).response();
  }
}
