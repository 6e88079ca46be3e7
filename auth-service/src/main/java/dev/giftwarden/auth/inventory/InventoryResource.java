package dev.giftwarden.auth.inventory;

import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.inventory.InventoryTable.Wanted;
import dev.giftwarden.auth.text.Lifetime;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.edge.paging.PageV1;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What certificates an account's clients have.
@Path("/v1/accounts/{account}/certificates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Certificates", description = "What a client proves itself with")
@Blocking
public class InventoryResource {
  private static final String PLACE = "the `next` of the page before";
  private static final Pattern SERIAL = Pattern.compile("[1-9a-f][0-9a-f]{0,39}");

  private final Accounts accounts;
  private final InventoryTable table;
  private final CurrentCaller current;
  private final InstantSource clock;

  InventoryResource(
      Accounts accounts, InventoryTable table, CurrentCaller current, InstantSource clock) {
    this.accounts = accounts;
    this.table = table;
    this.current = current;
    this.clock = clock;
  }

  /// What [#list] answers, for the document: an annotation cannot say `PageV1<ListedCertificate>`.
  @Schema(name = "PageV1CertificateV1", description = "A page of certificates, by their end")
  private record CertificatePage(
      @Schema(maxItems = PageRequest.MAX_LIMIT) List<ListedCertificate> items,
      @Schema(nullable = true, description = "What to send as `cursor` for what follows")
          @Nullable String next) {}

  @GET
  @APIResponseSchema(
      value = CertificatePage.class,
      responseCode = "200",
      responseDescription = "A page of certificates")
  @Operation(
      operationId = "listCertificates",
      summary = "Lists the certificates of an account's clients; what ends first comes first")
  public Response list(
      @PathParam("account") String account,
      @Parameter(description = "`valid`, `expired` or `revoked`") @QueryParam("state")
          @Nullable String state,
      @Parameter(description = "Only what grants this version of the API") @QueryParam("version")
          @Nullable String version,
      @Parameter(description = "Only what ends from now on and within this time: `P30D`")
          @QueryParam("expiresWithin")
          @Nullable String expiresWithin,
      @Parameter(description = "Only this client's") @QueryParam("client") @Nullable String client,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    int most = PageRequest.limit(limit);
    Caller caller = current.caller();
    var wanted =
        new Wanted(
            environment(caller),
            InvalidParameter.read("client", client, "the id of a client", ClientId::new),
            InvalidParameter.read(
                "state", state, "valid, expired or revoked", CertificateState::of),
            InvalidParameter.read("version", version, "such as v1", ApiVersion::of),
            InvalidParameter.read("expiresWithin", expiresWithin, "such as P30D", Lifetime::new)
                .map(Lifetime::duration));
    Optional<String> after =
        InvalidParameter.read("cursor", cursor, PLACE, InventoryResource::serial);
    return accounts
        .visible(caller, account, "certificate.list")
        .map(found -> Response.ok(page(found.id(), wanted, after, most)).build())
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private PageV1<ListedCertificate> page(
      AccountId account, Wanted wanted, Optional<String> after, int limit) {
    if (after.isPresent() && !table.exists(account, after.get())) {
      throw new InvalidParameter("cursor", PLACE);
    }
    var found = table.page(account, wanted, after, clock.instant(), limit + 1);
    return PageV1.of(Page.of(found, limit, ListedCertificate::serial), listed -> listed);
  }

  private static String serial(String text) {
    if (!SERIAL.matcher(text).matches()) {
      throw new IllegalArgumentException("not a serial");
    }
    return text;
  }

  /// An operator sees both worlds, a partner its own.
  private static Optional<Environment> environment(Caller caller) {
    return caller instanceof Caller.Partner partner
        ? Optional.of(partner.environment())
        : Optional.empty();
  }
}
