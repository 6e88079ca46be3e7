package dev.giftwarden.auth.account;

import dev.giftwarden.auth.account.plan.PlanTerms;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.id.AccountId;
import java.time.Instant;
import java.util.Optional;

/// A partner. Raising the epoch kills every outstanding token of the account.
///
/// @param idleKeys after how long without a use a key of it is revoked; empty: never
/// @param suspendedAt since when none of its credentials works; empty: they do
public record Account(
    AccountId id,
    Plan plan,
    MtlsPolicy mtls,
    Optional<IdleLimit> idleKeys,
    long epoch,
    Instant createdAt,
    Optional<Instant> suspendedAt) {
  public Account {
    if (mtls == MtlsPolicy.REQUIRED && !PlanTerms.mayRequireCertificates(plan)) {
      throw new IllegalArgumentException("The plan " + plan + " cannot require certificates");
    }
  }

  /// The name under which the trust feed knows the account.
  public String subject() {
    return "account:" + id.value();
  }
}
