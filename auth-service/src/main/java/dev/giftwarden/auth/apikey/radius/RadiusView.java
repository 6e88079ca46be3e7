package dev.giftwarden.auth.apikey.radius;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.auth.account.MtlsPolicy;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.route.ServedRoute.Door;
import dev.giftwarden.auth.registration.Client;
import dev.giftwarden.certs.Thumbprint;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The report as the API shows it. No name and no reason that somebody wrote is in it, so it can be
/// handed to whoever has to decide.
///
/// @param key empty for one that is not made yet
@Schema(name = "BlastRadiusV1", description = "What whoever holds a key can do with it")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true)
record RadiusView(
    @Schema(description = "Not of a preview") @Nullable KeyId key,
    @Schema(description = "Whether it does any of it now") boolean works,
    @Schema(enumeration = {"not-yet-valid", "active", "expired", "rotated", "revoked"})
        String state,
    boolean accountSuspended,
    Environment environment,
    Instant notBefore,
    Instant expiresAt,
    AccountId account,
    @Schema(description = "Also what is in no sub-account, and sub-accounts yet to come")
        boolean wholeAccount,
    @Schema(description = "Those there are that it reaches", maxItems = 1000)
        List<String> subAccounts,
    @Schema(description = "Others can read it, so it can change nothing any more") boolean exposed,
    @Schema(description = "That it can use now") List<Scope> scopes,
    @Schema(description = "All that it reaches while it works, also what takes no key")
        List<RouteView> routes,
    @Schema(description = "Services whose routes are not known, because they never said them")
        List<String> unknownServices,
    @Schema(
            enumeration = {"none", "masked", "unmasked"},
            description = "How it sees the people in what it reads")
        String people,
    @Schema(description = "What it, and each key that it makes, can spend; left out: its budgets")
        @Nullable SpendLimit spendLimit,
    @Schema(description = "Left out: it sends no gifts, or reaches too many sub-accounts to ask")
        @Nullable SpendingView spending,
    @Schema(description = "What has to be true of a connection for it to work there")
        WhereView where,
    @Schema(description = "What it can hand on; left out: nothing") @Nullable GrantsView grants,
    @Schema(description = "Of a preview that names a predecessor") @Nullable UnusedView unused) {

  /// @param scopes of the key that open it
  @Schema(name = "ReachedRouteV1", description = "A route that a key reaches")
  @RegisterForReflection(registerFullHierarchy = true)
  record RouteView(
      @Schema(enumeration = {"auth", "gift", "audit"}) String service,
      @Schema(examples = "GET /v1/gifts/{id}") String route,
      @Schema(
              enumeration = {"scopes", "anybody", "itself"},
              description =
                  "What opens it: scopes of the key; nothing, it is open to anybody; or what the"
                      + " route checks itself, such as the key's secret for a token")
          String opens,
      @Schema(description = "Those of the key that open it") List<Scope> scopes,
      @Schema(
              enumeration = {"none", "masked", "unmasked"},
              description = "How it shows people to this key")
          String people) {}

  /// @param bearerTokens whether a stolen token works from anywhere that the key does
  @Schema(name = "KeyPlacesV1", description = "Where a key works")
  @RegisterForReflection(registerFullHierarchy = true)
  record WhereView(
      @Schema(description = "None: from any address") List<Network> networks,
      @Schema(description = "Policy of the account") MtlsPolicy mtls,
      boolean certificateRequired,
      @Schema(description = "x5t#S256; none: any certificate of the account")
          List<String> certificates,
      @Schema(description = "That it may call and that are served") List<ApiVersion> versions,
      @Schema(
              description =
                  "Without a certificate on the connection its tokens work for whoever has them")
          boolean bearerTokens) {}

  @Schema(name = "KeyGrantsV1", description = "What a key can hand on")
  @RegisterForReflection(registerFullHierarchy = true)
  record GrantsView(
      @Schema(description = "Of the keys that it can make") List<Scope> scopes,
      @Schema(description = "That the widest of those keys reaches by its scopes")
          List<RouteView> routes,
      @Schema(enumeration = {"none", "masked", "unmasked"}) String people,
      @Schema(description = "Whose certificates it can ask for", maxItems = 100)
          List<ClientGrantView> clients) {}

  @Schema(name = "ClientGrantV1", description = "A client, and what its certificates open alone")
  @RegisterForReflection(registerFullHierarchy = true)
  record ClientGrantView(ClientId client, List<Scope> scopes) {
    static ClientGrantView of(Client client) {
      return new ClientGrantView(client.id(), sorted(client.scopes()));
    }
  }

  static RadiusView of(BlastRadius.Report report) {
    return of(report, report.key().id(), null);
  }

  static RadiusView of(Preview.Previewed previewed) {
    var reached = previewed.report().reached();
    var unused = previewed.unused().map(left -> UnusedView.of(left, reached)).orElse(null);
    return of(previewed.report(), null, unused);
  }

  private static RadiusView of(
      BlastRadius.Report report, @Nullable KeyId id, @Nullable UnusedView unused) {
    var rights = report.key().rights();
    var account = report.account();
    boolean suspended = account.suspendedAt().isPresent();
    return new RadiusView(
        id,
        report.works(),
        word(report.state()),
        suspended,
        rights.environment(),
        rights.notBefore(),
        rights.expiresAt(),
        account.id(),
        rights.subAccounts().isEmpty(),
        report.subAccounts().stream().map(SubAccountId::value).sorted().toList(),
        report.key().exposure().isPresent(),
        sorted(report.key().usable()),
        report.reached().routes().stream().map(route -> route(route, report.reached())).toList(),
        report.unknown().stream().map(Audience::text).sorted().toList(),
        people(report.reached()),
        rights.spendLimit().orElse(null),
        SpendingView.of(report.key(), Optional.ofNullable(id).map(_ -> report.key().root()))
            .orElse(null),
        where(report),
        report.grants().map(RadiusView::grants).orElse(null),
        unused);
  }

  private static WhereView where(BlastRadius.Report report) {
    var rights = report.key().rights();
    return new WhereView(
        rights.networks().stream().sorted(Comparator.comparing(Network::text)).toList(),
        report.account().mtls(),
        report.certificateRequired(),
        rights.certificates().stream().map(Thumbprint::value).sorted().toList(),
        sorted(report.versions()),
        !report.certificateRequired());
  }

  private static GrantsView grants(BlastRadius.Grants grants) {
    return new GrantsView(
        sorted(grants.scopes()),
        grants.reached().routes().stream()
            .filter(route -> route.door() == Door.SCOPES)
            .map(route -> route(route, grants.reached()))
            .toList(),
        people(grants.reached()),
        grants.clients().stream().map(ClientGrantView::of).toList());
  }

  static RouteView route(Reached.Route route, Reached reached) {
    return new RouteView(
        route.service().text(),
        route.text(),
        word(route.door()),
        sorted(route.scopes()),
        route.people() ? shown(reached) : "none");
  }

  private static String people(Reached reached) {
    return reached.routes().stream().anyMatch(Reached.Route::people) ? shown(reached) : "none";
  }

  private static String shown(Reached reached) {
    return reached.exposesPii() ? "unmasked" : "masked";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <T extends Comparable<T>> List<T> sorted(Collection<T> values) {
    return values.stream().sorted().toList();
  }
}
