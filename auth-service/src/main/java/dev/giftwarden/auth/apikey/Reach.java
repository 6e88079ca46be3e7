package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.SubAccountId;
import java.util.Optional;
import java.util.Set;

/// Which keys of an account a caller can see and revoke: an operator all; a partner those of its
/// environment that stay within its sub-accounts. Scopes do not matter: whoever may end keys may
/// end those that can do more, too.
///
/// @param environment empty: both
/// @param subAccounts empty: any, and keys of the whole account
record Reach(Optional<Environment> environment, Optional<Set<SubAccountId>> subAccounts) {

  static Reach of(Caller caller) {
    return switch (caller) {
      case Caller.Operator _ -> new Reach(Optional.empty(), Optional.empty());
      case Caller.Partner partner ->
          new Reach(Optional.of(partner.environment()), partner.subAccounts());
      case Caller.Service _ -> throw new IllegalStateException("no route admits a service");
    };
  }

  boolean covers(KeyRights rights) {
    return environment.map(rights.environment()::equals).orElse(true)
        && subAccounts
            .map(own -> !rights.subAccounts().isEmpty() && own.containsAll(rights.subAccounts()))
            .orElse(true);
  }
}
