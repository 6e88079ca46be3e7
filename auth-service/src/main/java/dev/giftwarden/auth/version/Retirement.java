package dev.giftwarden.auth.version;

import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.VersionStanding;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.auth.version.RetirementTable.Proposal;
import dev.giftwarden.auth.version.usage.Usage;
import dev.giftwarden.auth.version.usage.UsageTable;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Ends a version, which takes two operators: one proposes and sees who would break, another one
/// confirms. All of it happens in the transaction of the confirmation.
///
/// No epoch is raised: every path of the version answers 410 whatever a token says, and who did all
/// they should have keeps the tokens for its successor.
@ApplicationScoped
class Retirement {
  /// Long enough for another shift, short enough that the list of who would break is still true.
  private static final Duration CONFIRM_WITHIN = Duration.ofDays(1);

  private final VersionTable versions;
  private final RetirementTable table;
  private final UsageTable usageTable;
  private final Usage usage;
  private final TrustTable trust;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  Retirement(
      VersionTable versions,
      RetirementTable table,
      UsageTable usageTable,
      Usage usage,
      TrustTable trust,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.versions = versions;
    this.table = table;
    this.usageTable = usageTable;
    this.usage = usage;
    this.trust = trust;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// Why a version goes on as it is.
  sealed interface Objection {
    /// It is active still, or retired already.
    record NotDeprecated() implements Objection {}

    /// Nobody has proposed it within a day.
    record NotProposed() implements Objection {}

    /// Whoever has proposed it does not confirm it.
    record SameOperator() implements Objection {}
  }

  /// What would happen, or has.
  record Notice(
      ApiVersion version,
      Proposal proposal,
      RetirementTable.Tally tally,
      List<RetirementTable.Doomed> revoked,
      long calls,
      List<UsageTable.Caller> callers) {}

  Outcome<Notice, Objection> propose(
      Caller caller, ApiVersion version, Optional<IdempotencyKey> key) {
    var act = new Act(caller, "version.retirement.propose", Optional.empty());
    var now = clock.instant();
    var proposal =
        new Proposal(
            UUID.randomUUID(), caller.actor(), now, now.plus(CONFIRM_WITHIN), Optional.empty());
    var request = new CanonicalRequest("giftwarden/retirement-propose/v1").text(version.text());
    return idempotency.once(
        act,
        new Attempt(key, request, proposal.id().toString(), now),
        () -> {
          if (!isDeprecated(version)) {
            return Outcome.refused(new Objection.NotDeprecated());
          }
          table.propose(version, proposal);
          return Outcome.done(recorded(act, notice(version, proposal, now)));
        },
        target -> table.find(UUID.fromString(target)).map(found -> notice(version, found, now)));
  }

  Outcome<Notice, Objection> confirm(
      Caller caller, ApiVersion version, Optional<IdempotencyKey> key) {
    var act = new Act(caller, "version.retirement.confirm", Optional.empty());
    var now = clock.instant();
    var request = new CanonicalRequest("giftwarden/retirement-confirm/v1").text(version.text());
    Outcome<Notice, Objection> outcome =
        idempotency.once(
            act,
            new Attempt(key, request, version.text(), now),
            () -> confirm(act, version, now),
            _ -> table.latest(version).map(found -> notice(version, found, now)));
    if (outcome instanceof Outcome.Refused<Notice, Objection>(Objection.SameOperator _)) {
      recorder.refused(act.begin().target("version:" + version.text()), Refusal.SAME_OPERATOR);
    }
    return outcome;
  }

  private Outcome<Notice, Objection> confirm(Act act, ApiVersion version, Instant now) {
    if (!isDeprecated(version)) {
      return Outcome.refused(new Objection.NotDeprecated());
    }
    var proposal = table.latest(version).filter(found -> now.isBefore(found.expiresAt()));
    if (proposal.isEmpty()) {
      return Outcome.refused(new Objection.NotProposed());
    }
    var by = act.caller().actor();
    if (proposal.get().proposedBy().equals(by)) {
      return Outcome.refused(new Objection.SameOperator());
    }
    var notice = notice(version, proposal.get().confirmed(now), now);
    table.confirm(proposal.get(), by, now);
    table.withdraw(version, by, now).forEach(trust::revoke);
    versions.retire(version, now);
    trust.tellOf(version);
    return Outcome.done(recorded(act, notice));
  }

  /// Under the lock of the registry: of two that retire it, one does.
  private boolean isDeprecated(ApiVersion version) {
    return versions.lock().stream()
        .anyMatch(known ->
            known.id() == version && known.standing() instanceof VersionStanding.Deprecated);
  }

  private Notice notice(ApiVersion version, Proposal proposal, Instant now) {
    var lately = usage.lately();
    return new Notice(
        version,
        proposal,
        table.tally(version, now),
        table.doomed(version, now),
        usageTable.calls(version, Optional.empty(), lately),
        usageTable.callers(version, Optional.empty(), lately, RetirementTable.MAX_LISTED));
  }

  private Notice recorded(Act act, Notice notice) {
    records.append(
        act.begin()
            .target(
                "version:%s %s calls:%d"
                    .formatted(notice.version().text(), notice.tally().text(), notice.calls())));
    return notice;
  }
}
