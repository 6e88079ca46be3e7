package dev.giftwarden.auth.apikey.radius;

import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.account.MtlsPolicy;
import dev.giftwarden.auth.account.SubAccount;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.apikey.KeyRights;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.auth.client.trust.VersionStanding;
import dev.giftwarden.auth.registration.Client;
import dev.giftwarden.auth.registration.ClientTable;
import dev.giftwarden.auth.route.Routes;
import dev.giftwarden.auth.version.VersionTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What whoever holds a key can do with it: asked before it is handed out, and in the first hour
/// after it was stolen. Of what it reaches it says all, and of what somebody would find there
/// nothing.
@ApplicationScoped
class BlastRadius {
  private final Routes routes;
  private final AccountTable accounts;
  private final ClientTable clients;
  private final VersionTable versions;
  private final InstantSource clock;

  BlastRadius(
      Routes routes,
      AccountTable accounts,
      ClientTable clients,
      VersionTable versions,
      InstantSource clock) {
    this.routes = routes;
    this.accounts = accounts;
    this.clients = clients;
    this.versions = versions;
    this.clock = clock;
  }

  /// @param subAccounts those there are that it reaches
  /// @param versions that it may call and that are still served
  /// @param reached while it works
  /// @param unknown services that have never said what they serve
  /// @param grants what it can hand on; empty: nothing
  record Report(
      Account account,
      Key key,
      Key.State state,
      List<SubAccountId> subAccounts,
      Set<ApiVersion> versions,
      Reached reached,
      Set<Audience> unknown,
      Optional<Grants> grants) {

    boolean works() {
      return state == Key.State.ACTIVE && account.suspendedAt().isEmpty();
    }

    boolean certificateRequired() {
      return account.mtls() == MtlsPolicy.REQUIRED || !key.rights().certificates().isEmpty();
    }
  }

  /// @param scopes of the keys that it can make
  /// @param reached by the widest of them
  /// @param clients whose certificates it can ask for, each with its own scopes
  record Grants(Set<Scope> scopes, Reached reached, List<Client> clients) {}

  Report of(Account account, Key key) {
    var served = routes.inForce();
    var rights = key.rights();
    var versions = served(rights.versions());
    var unknown = EnumSet.allOf(Audience.class);
    unknown.removeAll(served.keySet());
    return new Report(
        account,
        key,
        key.stateAt(clock.instant()),
        reachedOf(account, rights),
        versions,
        Reached.of(served, key.usable(), versions, rights.exposesPii()),
        unknown,
        grants(account, key, versions, served));
  }

  /// A version that has ended answers nobody.
  private Set<ApiVersion> served(Set<ApiVersion> named) {
    var standings = versions.standings();
    var served = EnumSet.allOf(ApiVersion.class);
    served.removeIf(version ->
        (!named.isEmpty() && !named.contains(version))
            || standings.get(version) instanceof VersionStanding.Retired);
    return served;
  }

  private List<SubAccountId> reachedOf(Account account, KeyRights rights) {
    return accounts.subAccountsOf(account.id()).stream()
        .map(SubAccount::id)
        .filter(id -> rights.subAccounts().isEmpty() || rights.subAccounts().contains(id))
        .toList();
  }

  /// Keys within its own limits, as those that make keys see to it; and certificates, as those that
  /// issue them do: with a key of the whole account, for the clients of its environment.
  private Optional<Grants> grants(
      Account account, Key key, Set<ApiVersion> versions, Map<Audience, Set<ServedRoute>> served) {
    var rights = key.rights();
    var scopes = key.usable().contains(Scope.KEYS_WRITE) ? rights.grantable() : Set.<Scope>of();
    boolean enrols =
        key.usable().contains(Scope.CERTIFICATES_WRITE) && rights.subAccounts().isEmpty();
    var enrolled =
        enrols
            ? clients.of(account.id()).stream()
                .filter(client -> client.environment() == rights.environment())
                .filter(client -> client.revokedAt().isEmpty())
                .toList()
            : List.<Client>of();
    return scopes.isEmpty() && enrolled.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Grants(
                scopes, Reached.of(served, scopes, versions, rights.exposesPii()), enrolled));
  }
}
