package dev.giftwarden.audit.reading;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.SubAccountId;
import java.util.List;
import java.util.Optional;

/// What a caller may see of the log, as the database is asked for it.
///
/// @param environments as they stand in events. Acts on the account itself have none; they are seen
///   with what is live
/// @param subAccounts empty: all, and what belongs to none of them
record Visibility(String account, List<String> environments, Optional<List<String>> subAccounts) {
  static Visibility of(Caller.Partner caller) {
    return new Visibility(
        caller.account().value(),
        switch (caller.environment()) {
          case LIVE -> List.of(Environment.LIVE.text(), "");
          case TEST -> List.of(Environment.TEST.text());
        },
        caller.subAccounts().map(ids -> ids.stream().map(SubAccountId::value).toList()));
  }
}
