package dev.giftwarden.gift.tenant;

import dev.giftwarden.auth.client.id.SubAccountId;
import java.util.Optional;

/// Where a new row belongs, or why that cannot be said.
public sealed interface Placement {

  /// @param subAccount empty: the account itself
  record In(Optional<SubAccountId> subAccount) implements Placement {}

  /// The caller has several sub-accounts and named none.
  record Unnamed() implements Placement {}

  /// The caller named a sub-account that it does not have; whether it exists is not said.
  record Foreign() implements Placement {}
}
