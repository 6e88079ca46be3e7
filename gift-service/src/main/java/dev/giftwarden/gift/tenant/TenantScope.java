package dev.giftwarden.gift.tenant;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What one caller can reach: an account, an environment of it, and either all of it or some of its
/// sub-accounts. A row that belongs to no sub-account is for callers that have the whole account.
///
/// @param subAccounts empty: the whole account
public record TenantScope(
    AccountId account, Optional<Set<SubAccountId>> subAccounts, Environment environment) {

  public TenantScope {
    subAccounts = subAccounts.map(Set::copyOf);
  }

  public static TenantScope of(Caller.Partner caller) {
    return new TenantScope(caller.account(), caller.subAccounts(), caller.environment());
  }

  /// The part of this that lies in these sub-accounts, and nothing of what is in none.
  public TenantScope within(Set<SubAccountId> some) {
    Set<SubAccountId> both =
        subAccounts
            .map(own -> some.stream().filter(own::contains).collect(Collectors.toUnmodifiableSet()))
            .orElse(some);
    return new TenantScope(account, Optional.of(both), environment);
  }

  /// Where a new row of this caller belongs, given what it asked for: a caller with exactly one
  /// sub-account need not name it. Whether one that it does not have exists is not said.
  ///
  /// @return empty: the account itself
  public Outcome<Optional<SubAccountId>> place(Optional<SubAccountId> requested) {
    if (subAccounts.isEmpty()) {
      return Outcome.done(requested);
    }
    Set<SubAccountId> own = subAccounts.get();
    if (requested.isPresent()) {
      return own.contains(requested.get())
          ? Outcome.done(requested)
          : Outcome.refused(Reason.SUB_ACCOUNT_FOREIGN);
    }
    return own.size() == 1
        ? Outcome.done(own.stream().findFirst())
        : Outcome.refused(Reason.SUB_ACCOUNT_UNNAMED);
  }
}
