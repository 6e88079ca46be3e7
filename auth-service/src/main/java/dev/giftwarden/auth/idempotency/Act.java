package dev.giftwarden.auth.idempotency;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.record.Recorder;
import java.util.Optional;

/// Who does what, and in which account.
///
/// @param action as the audit log names it, `key.create`
/// @param account in whose path it is done; empty: in none, as an account is made
public record Act(Caller caller, String action, Optional<AccountId> account) implements Repeatable {

  public static Act in(AccountId account, Caller caller, String action) {
    return new Act(caller, action, Optional.of(account));
  }

  @Override
  public String holder() {
    return caller.actor();
  }

  @Override
  public AuditEventDraft begin() {
    return begin(action);
  }

  @Override
  public AuditEventDraft beginReplay() {
    return begin(action + ".replay");
  }

  private AuditEventDraft begin(String named) {
    var draft = Recorder.begin(caller, named);
    return account.map(id -> draft.account(id.value())).orElse(draft);
  }
}
