package dev.giftwarden.gift.spending;

import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.gift.tenant.TenantScope;
import java.util.Optional;
import java.util.Set;

/// Of which key somebody asks what it can spend: what it is, auth knows, and says it in the report
/// that leads here. Only what a key has spent is known here.
///
/// @param limit empty: nothing but the budgets limits it
/// @param root the first of the keys that took over from each other; empty: a key that has spent
///   nothing under the limit
/// @param subAccounts where it reaches budgets; empty: everywhere
public record SpendingQuestion(
    Optional<SpendLimit> limit, Optional<KeyId> root, Optional<Set<SubAccountId>> subAccounts) {

  public SpendingQuestion {
    subAccounts = subAccounts.map(Set::copyOf);
    if (root.isPresent() && limit.isEmpty()) {
      throw new IllegalArgumentException("what a key spends is counted under a limit");
    }
  }

  TenantScope within(TenantScope reach) {
    return subAccounts.map(reach::within).orElse(reach);
  }
}
