package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.certs.Thumbprint;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All that a key may do, in each dimension in which one key can be wider than another.
///
/// An empty set of sub-accounts, networks, versions or certificates means "any". A key with
/// grantable scopes is an administrator's: what it can hand on, it cannot use itself, so that
/// stealing it gains no gift without leaving a new key behind in the audit log.
///
/// @param piiReason why the key sees names and addresses unmasked; empty: it does not
/// @param certificates thumbprints of the certificates the key works with
/// @param spendLimit empty: only the budgets limit it. Each key of its own has all of it: it is no
///   pool that an administrator's key shares out
public record KeyRights(
    Environment environment,
    Set<Scope> scopes,
    Set<Scope> grantable,
    Set<SubAccountId> subAccounts,
    List<Network> networks,
    Set<ApiVersion> versions,
    Set<Thumbprint> certificates,
    Optional<String> piiReason,
    Optional<SpendLimit> spendLimit,
    Instant notBefore,
    Instant expiresAt) {
  /// What is said of a limit where there is nothing to limit.
  public static final String NOTHING_TO_LIMIT =
      "only where gifts:send is among its scopes, or grantable";

  public KeyRights {
    scopes = Set.copyOf(scopes);
    grantable = Set.copyOf(grantable);
    subAccounts = Set.copyOf(subAccounts);
    networks = List.copyOf(networks);
    versions = Set.copyOf(versions);
    certificates = Set.copyOf(certificates);
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("A key without a scope opens nothing");
    }
    if (scopes.stream().anyMatch(grantable::contains)) {
      throw new IllegalArgumentException("A key uses none of the scopes that it grants");
    }
    if (!expiresAt.isAfter(notBefore)) {
      throw new IllegalArgumentException("A key expires after it begins");
    }
    if (spendLimit.isPresent() && !spends(scopes, grantable)) {
      throw new IllegalArgumentException("A limit of what the key cannot spend");
    }
  }

  /// Whether it spends, or can have a key made that does.
  public boolean spends() {
    return spends(scopes, grantable);
  }

  static boolean spends(Set<Scope> scopes, Set<Scope> grantable) {
    return scopes.contains(Scope.GIFTS_SEND) || grantable.contains(Scope.GIFTS_SEND);
  }

  public boolean exposesPii() {
    return piiReason.isPresent();
  }

  /// Where `child` would be wider than this key allows; empty when it may be made.
  public Set<Excess> excessOf(KeyRights child) {
    var excess = EnumSet.noneOf(Excess.class);
    if (child.environment != environment) {
      excess.add(Excess.ENVIRONMENT);
    }
    if (!grantable.containsAll(child.scopes)) {
      excess.add(Excess.SCOPES);
    }
    if (!grantable.containsAll(child.grantable)) {
      excess.add(Excess.GRANTABLE_SCOPES);
    }
    if (!within(subAccounts, child.subAccounts)) {
      excess.add(Excess.SUB_ACCOUNTS);
    }
    if (!networksCover(child.networks)) {
      excess.add(Excess.NETWORKS);
    }
    if (!within(versions, child.versions)) {
      excess.add(Excess.VERSIONS);
    }
    if (!certificates.isEmpty() && child.certificates.isEmpty()) {
      excess.add(Excess.CERTIFICATES);
    }
    if (child.exposesPii() && !exposesPii()) {
      excess.add(Excess.EXPOSE_PII);
    }
    if (!within(spendLimit, child)) {
      excess.add(Excess.SPEND_LIMIT);
    }
    if (child.notBefore.isBefore(notBefore)) {
      excess.add(Excess.NOT_BEFORE);
    }
    if (child.expiresAt.isAfter(expiresAt)) {
      excess.add(Excess.EXPIRES_AT);
    }
    return excess;
  }

  /// What a key gets that takes over from this one: the same, from `now` on, and of the versions
  /// those that may still be granted.
  ///
  /// @param granted some of [#versions], and none only where there are none
  public KeyRights from(Instant now, Set<ApiVersion> granted) {
    return new KeyRights(
        environment,
        scopes,
        grantable,
        subAccounts,
        networks,
        granted,
        certificates,
        piiReason,
        spendLimit,
        now,
        expiresAt);
  }

  /// The same with another limit, as it would be made now.
  ///
  /// @throws IllegalArgumentException unless it [spends][#spends()], or has no limit
  public KeyRights limitedTo(Optional<SpendLimit> limit, Instant now) {
    return new KeyRights(
        environment,
        scopes,
        grantable,
        subAccounts,
        networks,
        versions,
        certificates,
        piiReason,
        limit,
        now.isAfter(notBefore) ? now : notBefore,
        expiresAt);
  }

  /// A child that cannot spend needs no limit.
  private static boolean within(Optional<SpendLimit> limit, KeyRights child) {
    return !child.spends() || isWithin(limit, child.spendLimit);
  }

  /// Whether `asked` lets nothing through that `limit` would not; empty: no limit.
  public static boolean isWithin(Optional<SpendLimit> limit, Optional<SpendLimit> asked) {
    return limit.isEmpty() || asked.map(some -> some.isWithin(limit.get())).orElse(false);
  }

  private static <T> boolean within(Set<T> limit, Set<T> asked) {
    return limit.isEmpty() || (!asked.isEmpty() && limit.containsAll(asked));
  }

  private boolean networksCover(List<Network> asked) {
    return networks.isEmpty()
        || (!asked.isEmpty()
            && asked.stream().allMatch(a -> networks.stream().anyMatch(n -> n.contains(a))));
  }

  /// A dimension in which a key may not exceed the one that makes it; `field` is its name in the
  /// API.
  public enum Excess {
    ENVIRONMENT("environment", "another environment than your key's"),
    SCOPES("scopes", "a scope that your key cannot grant"),
    GRANTABLE_SCOPES("grantableScopes", "a scope that your key cannot grant"),
    SUB_ACCOUNTS("subAccounts", "not within your key's sub-accounts; name some of them"),
    NETWORKS("networks", "not within your key's networks; name some within them"),
    VERSIONS("versions", "not within your key's versions; name some of them"),
    CERTIFICATES("certificates", "your key is bound to a certificate, so this one must be too"),
    EXPOSE_PII("exposePii", "your key does not see personal data"),
    SPEND_LIMIT("spendLimit", "not within your key's limit; name one within it"),
    NOT_BEFORE("notBefore", "before your key begins"),
    EXPIRES_AT("expiresAt", "after your key expires");

    private final String field;
    private final String explanation;

    Excess(String field, String explanation) {
      this.field = field;
      this.explanation = explanation;
    }

    public String field() {
      return field;
    }

    public String explanation() {
      return explanation;
    }
  }
}
