package dev.giftwarden.gift.audit;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/// Tells the audit log what is done and refused here: ids, never people.
@Singleton
public class GiftAudit implements DecisionSink {

  private static final String ANONYMOUS = "anonymous";

  private final AuditLanes lanes;
  private final InstantSource clock;

  GiftAudit(AuditLanes lanes, InstantSource clock) {
    this.lanes = lanes;
    this.clock = clock;
  }

  /// `caller` has done `action`: recorded exactly if the session's transaction commits.
  public void done(
      TenantSession session,
      Caller.Partner caller,
      String action,
      String target,
      Optional<SubAccountId> subAccount) {
    session.record(
        event(caller, action)
            .target(target)
            .subAccount(subAccount.map(SubAccountId::value).orElse(""))
            .succeeded(clock.instant()));
  }

  /// Records what has no record yet: a refusal, for which the answer waits, or a replay, which only
  /// reads. What was done has its record in its transaction.
  public <T> Outcome<T> concluded(
      Caller.Partner caller, String action, String target, Outcome<T> outcome) {
    switch (outcome) {
      case Outcome.Refused<T>(Reason reason) ->
          lanes.record(
              event(caller, action).target(target).refused(clock.instant(), reason.text()));
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
    lanes.note(event(caller, action).target(target).succeeded(clock.instant()));
  }

  /// What the edge refused. Strangers have a lane of their own and delay nobody.
  @Override
  public void refused(Denial denial) {
    AuditEvent refusal = denied(denial).refused(clock.instant(), denial.reason().text());
    if (denial.anonymous()) {
      lanes.stranger(refusal);
    } else {
      lanes.record(refusal);
    }
  }

  private static AuditEventDraft denied(Denial denial) {
    Origin origin = denial.origin();
    if (denial.claimant().orElse(null) instanceof Caller.Partner partner) {
      return event(partner, denial.action());
    }
    String actor =
        denial
            .claimant()
            .map(Caller::actor)
            .or(() -> origin.certificate().map(certificate -> certificate.id().uri()))
            .orElse(ANONYMOUS);
    return event(actor, denial.action(), origin).apiVersion(version(denial.action()));
  }

  /// Of a route, `GET /v1/gifts`; an RPC has none.
  private static String version(String action) {
    String path = action.substring(action.indexOf(' ') + 1);
    return ApiVersion.ofPath(path).map(ApiVersion::text).orElse("");
  }

  private static AuditEventDraft event(Caller.Partner caller, String action) {
    return event(caller.actor(), action, caller.origin())
        .account(caller.account().value())
        .environment(caller.environment().text())
        .keyId(caller.key().map(KeyId::value).orElse(""))
        .apiVersion(ApiVersion.V1.text());
  }

  private static AuditEventDraft event(String actor, String action, Origin origin) {
    return AuditEvent.of(actor, action)
        .sourceAddress(origin.address().getHostAddress())
        .certificateSerial(origin.certificate().map(PeerCertificate::serial).orElse(""))
        .requestId(origin.requestId().toString());
  }
}
