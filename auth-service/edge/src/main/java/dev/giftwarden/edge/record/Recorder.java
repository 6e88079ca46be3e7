package dev.giftwarden.edge.record;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.audit.client.outbox.AuditBusyException;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/// What a service tells the log, begun and ended the same way in each. A mutation is recorded in
/// its own transaction ([#done]); what has none is recorded before the answer goes out; a
/// stranger's refusal may be counted, and delays nobody. Ids, never people.
@Singleton
public class Recorder implements DecisionSink {
  private static final String ANONYMOUS = "anonymous";

  private final AuditLanes lanes;
  private final InstantSource clock;

  public Recorder(AuditLanes lanes, InstantSource clock) {
    this.lanes = lanes;
    this.clock = clock;
  }

  /// Begins the record of what `caller` does, with all that is known of it. Operators can do what
  /// they do through one version; services come without one.
  public static AuditEventDraft begin(Caller caller, String action) {
    AuditEventDraft draft = begin(caller.actor(), caller.origin(), action);
    return switch (caller) {
      case Caller.Partner partner ->
          draft
              .account(partner.account().value())
              .environment(partner.environment().text())
              .keyId(partner.key().map(KeyId::value).orElse(""))
              .apiVersion(partner.through().map(ApiVersion::text).orElse(""));
      case Caller.Operator _ -> draft.apiVersion(ApiVersion.V1.text());
      case Caller.Service _ -> draft;
    };
  }

  /// Begins the record of what somebody does of whom only the connection is known: the holder of
  /// its certificate, or nobody.
  public static AuditEventDraft begin(Origin origin, String action) {
    String actor = holder(origin).map(SpiffeId::uri).orElse(ANONYMOUS);
    return begin(actor, origin, action);
  }

  /// Begins the record of what `actor` does over this connection. It is the business of the account
  /// that a partner's certificate names, unless the caller of this knows better.
  public static AuditEventDraft begin(String actor, Origin origin, String action) {
    AuditEventDraft draft =
        AuditEvent.of(actor, action)
            .sourceAddress(origin.address().getHostAddress())
            .certificateSerial(origin.certificate().map(PeerCertificate::serial).orElse(""))
            .requestId(origin.requestId().toString());
    return holder(origin).orElse(null) instanceof SpiffeId.Partner partner
        ? draft.account(partner.account())
        : draft;
  }

  /// The record of an act, for the transaction of the act: both become true together.
  public AuditEvent done(AuditEventDraft act) {
    return act.succeeded(clock.instant());
  }

  /// The record of a refusal, for a transaction that says no to this and does something else.
  public AuditEvent refusal(AuditEventDraft act, String reason) {
    return act.refused(clock.instant(), reason);
  }

  /// Returns when the record of an act is safe.
  ///
  /// @throws AuditBusyException if it is not in time
  public void record(AuditEventDraft act) {
    lanes.record(done(act));
  }

  /// Records a reading, for which its answer does not wait.
  ///
  /// @throws AuditBusyException if too many wait already
  public void note(AuditEventDraft reading) {
    lanes.note(done(reading));
  }

  /// Returns when the record of a refusal is safe.
  ///
  /// @param reason the precise internal one, such as `key-revoked`
  /// @throws AuditBusyException if it is not in time
  public void refused(AuditEventDraft act, String reason) {
    lanes.record(refusal(act, reason));
  }

  /// As [#refused(AuditEventDraft, String)].
  public void refused(AuditEventDraft act, Refusal reason) {
    refused(act, reason.text());
  }

  /// For somebody who has proven nothing at all. Strangers have a lane of their own.
  public void strangerRefused(AuditEventDraft act, Refusal reason) {
    lanes.stranger(act.refused(clock.instant(), reason.text()));
  }

  /// What the edge refused, with the version of the route that was asked for.
  @Override
  public void refused(Denial denial) {
    AuditEventDraft act =
        denial
            .claimant()
            .map(claimant -> begin(claimant, denial.action()))
            .orElseGet(() -> begin(denial.origin(), denial.action()))
            .apiVersion(version(denial.action()));
    if (denial.anonymous()) {
      strangerRefused(act, denial.reason());
    } else {
      refused(act, denial.reason());
    }
  }

  /// Of a route, `GET /v1/gifts`; an RPC has none.
  private static String version(String action) {
    String path = action.substring(action.indexOf(' ') + 1);
    return ApiVersion.ofPath(path).map(ApiVersion::text).orElse("");
  }

  private static Optional<SpiffeId> holder(Origin origin) {
    return origin.certificate().map(PeerCertificate::id);
  }
}
