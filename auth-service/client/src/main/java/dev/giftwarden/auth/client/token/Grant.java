package dev.giftwarden.auth.client.token;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.Spending;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a partner's token says beyond its scopes.
///
/// @param plan what the account pays for; `standard` where auth did not say
/// @param subAccounts empty: all of the account
/// @param networks where it may be used from; empty: anywhere
/// @param versions what the key grants within what its client does
/// @param certificateVersions what the certificate grants that the token is bound to; a version has
///   to be in both. Empty: bound to none, or auth did not say
/// @param spending what limits a key's spending; empty: nothing but the budgets
/// @param epochs of the account, the client or the key as they stood when it was issued, by subject
///   as the trust feed names them (`account:acme`, `client:acme/erp`, `key:4fKq81ZpWc0x`); the
///   account's is always there, else nothing could revoke the token
public record Grant(
    AccountId account,
    Plan plan,
    Optional<Set<SubAccountId>> subAccounts,
    Environment environment,
    boolean exposePii,
    List<Network> networks,
    Set<ApiVersion> versions,
    Optional<Set<ApiVersion>> certificateVersions,
    Optional<Spending> spending,
    Map<String, Long> epochs) {

  public Grant {
    subAccounts = subAccounts.map(Set::copyOf);
    networks = List.copyOf(networks);
    versions = Set.copyOf(versions);
    certificateVersions = certificateVersions.map(Set::copyOf);
    epochs = Map.copyOf(epochs);
    if (!epochs.containsKey(epochSubject(account))) {
      throw new IllegalArgumentException("a token without its account's epoch cannot be revoked");
    }
  }

  /// For a verifier that asks for no version.
  public Grant withoutCertificateVersions() {
    return new Grant(
        account,
        plan,
        subAccounts,
        environment,
        exposePii,
        networks,
        versions,
        Optional.empty(),
        spending,
        epochs);
  }

  /// For a verifier where nothing is spent.
  public Grant withoutSpending() {
    return new Grant(
        account,
        plan,
        subAccounts,
        environment,
        exposePii,
        networks,
        versions,
        certificateVersions,
        Optional.empty(),
        epochs);
  }

  /// For a verifier that asks for the plan itself.
  public Grant withoutPlan() {
    return new Grant(
        account,
        Plan.STANDARD,
        subAccounts,
        environment,
        exposePii,
        networks,
        versions,
        certificateVersions,
        spending,
        epochs);
  }

  /// `account:acme`: what the trust feed calls an account.
  public static String epochSubject(AccountId account) {
    return "account:" + account.value();
  }
}
