package dev.giftwarden.auth.audit;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;

/// What this service tells the log. A mutation is recorded in its own transaction; what has none is
/// recorded before the answer goes out; a stranger's refusal may be counted, and delays nobody.
@ApplicationScoped
public class AuditTrail implements DecisionSink {
  private static final String ANONYMOUS = "anonymous";

  /// All that a caller can do here, it does through this version; the token endpoint has none.
  private static final String VERSION = ApiVersion.V1.text();

  private final AuditLanes lanes;
  private final RecordTable table;
  private final InstantSource clock;

  AuditTrail(AuditLanes lanes, RecordTable table, InstantSource clock) {
    this.lanes = lanes;
    this.table = table;
    this.clock = clock;
  }

  /// Starts a record of `actor` doing `action` over this connection.
  public static AuditEventDraft draft(String actor, String action, Origin origin) {
    return AuditEvent.of(actor, action)
        .sourceAddress(origin.address().getHostAddress())
        .certificateSerial(origin.certificate().map(PeerCertificate::serial).orElse(""))
        .requestId(origin.requestId().toString());
  }

  /// As [#draft(String, String, Origin)], with all that is known of the caller.
  public static AuditEventDraft draft(Caller caller, String action) {
    var draft = draft(caller.actor(), action, caller.origin()).apiVersion(VERSION);
    if (caller instanceof Caller.Partner partner) {
      draft.account(partner.account().value()).environment(partner.environment().text());
      partner.key().ifPresent(key -> draft.keyId(key.value()));
    }
    return draft;
  }

  /// Who the connection says it is, where nothing better is known.
  public static String actor(Origin origin) {
    return origin.certificate().map(certificate -> certificate.id().uri()).orElse(ANONYMOUS);
  }

  /// The act and its record become true together, when the caller's transaction commits.
  public void inTransaction(AuditEventDraft act) {
    table.append(act.succeeded(clock.instant()));
  }

  /// Returns when the record is safe.
  public void succeeded(AuditEventDraft act) {
    lanes.record(act.succeeded(clock.instant()));
  }

  /// Returns when the record is safe.
  public void refused(AuditEventDraft act, Refusal reason) {
    lanes.record(act.refused(clock.instant(), reason.text()));
  }

  /// For a caller that has proven nothing at all.
  public void strangerRefused(AuditEventDraft act, Refusal reason) {
    lanes.stranger(act.refused(clock.instant(), reason.text()));
  }

  @Override
  public void refused(Denial denial) {
    var origin = denial.origin();
    Optional<Caller> claimant = denial.claimant();
    var draft =
        claimant
            .map(caller -> draft(caller, denial.action()))
            .orElseGet(() -> draft(actor(origin), denial.action(), origin));
    if (denial.anonymous()) {
      strangerRefused(draft, denial.reason());
    } else {
      refused(draft, denial.reason());
    }
  }
}
