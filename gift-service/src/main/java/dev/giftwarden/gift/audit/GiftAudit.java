package dev.giftwarden.gift.audit;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.record.Recorder;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/// Tells the audit log what is done and refused here, behind the edge: ids, never people.
@Singleton
public class GiftAudit {

  private static final SpiffeId.Service GIFT = new SpiffeId.Service("gift");

  private final Recorder recorder;

  GiftAudit(Recorder recorder) {
    this.recorder = recorder;
  }

  /// `caller` has done `action`: recorded exactly if the session's transaction commits.
  public void done(
      TenantSession session,
      Caller.Partner caller,
      String action,
      String target,
      Optional<SubAccountId> subAccount) {
    session.record(
        recorder.done(
            Recorder.begin(caller, action)
                .target(target)
                .subAccount(subAccount.map(SubAccountId::value).orElse(""))));
  }

  /// This service has done `action` by itself, because it was time.
  public void itself(
      TenantSession session,
      String action,
      String target,
      Optional<SubAccountId> subAccount,
      Instant at) {
    session.record(
        AuditEvent.of(GIFT.uri(), action)
            .account(session.scope().account().value())
            .environment(session.scope().environment().text())
            .subAccount(subAccount.map(SubAccountId::value).orElse(""))
            .target(target)
            .succeeded(at));
  }

  /// `caller` was refused `action`, in a transaction that does something else and commits.
  public void refused(TenantSession session, Caller.Partner caller, String action, Reason reason) {
    session.record(recorder.refusal(Recorder.begin(caller, action), reason.text()));
  }

  /// Records what has no record yet: a refusal, for which the answer waits, or a replay, which only
  /// reads. What was done has its record in its transaction.
  public <T> Outcome<T> concluded(
      Caller.Partner caller, String action, String target, Outcome<T> outcome) {
    switch (outcome) {
      case Outcome.Refused<T>(Reason reason, _) ->
          recorder.refused(Recorder.begin(caller, action).target(target), reason.text());
      case Outcome.Done<T>(_, boolean replayed) when replayed ->
          read(caller, action + ".replay", target);
      case Outcome.Done<T> _ -> {}
    }
    return outcome;
  }

  /// `caller` looked for `target`; records that it saw it, or that there was nothing for it to see.
  public <T> Outcome<T> looked(
      Caller.Partner caller, String action, String target, Optional<T> found) {
    if (found.isEmpty()) {
      return concluded(caller, action, target, Outcome.refused(Reason.NOT_FOUND));
    }
    read(caller, action, target);
    return Outcome.done(found.get());
  }

  /// `caller` has read; the answer does not wait for the record.
  public void read(Caller.Partner caller, String action, String target) {
    recorder.note(Recorder.begin(caller, action).target(target));
  }
}
