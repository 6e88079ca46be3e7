package dev.giftwarden.auth.account;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.account.plan.PlanTerms;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.Suspensions;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// What an operator changes of an account that exists. Every change ends the tokens of before, so
/// that it holds on the next call of connections that are open already.
@ApplicationScoped
class AccountChanges {
  private final AccountTable table;
  private final TrustTable trust;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  AccountChanges(
      AccountTable table,
      TrustTable trust,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.trust = trust;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// What is to be another from now on; what is empty stays.
  record Wish(Optional<Plan> plan, Optional<MtlsPolicy> mtls, Optional<IdleChange> idleKeys) {
    private CanonicalRequest canonical() {
      var request =
          new CanonicalRequest("giftwarden/account-update/v1")
              .text(plan.map(Plan::text))
              .text(mtls.map(MtlsPolicy::text));
      // Behind what the version before has written, so that its records still fit.
      return idleKeys
          .map(change -> request.text("idle").text(change.limit().map(IdleLimit::text)))
          .orElse(request);
    }
  }

  /// It may have been so before. A downgrade never drops an enforced policy by itself: whoever
  /// wants that says so.
  Outcome<Account, Refusal> update(
      Caller caller, AccountId id, Wish wish, Optional<IdempotencyKey> key) {
    var plan = wish.plan();
    var mtls = wish.mtls();
    return change(
        Act.in(id, caller, "account.update"),
        attempt(key, wish.canonical(), id),
        before -> {
          var wantedPlan = plan.orElse(before.plan());
          var wantedMtls = mtls.orElse(before.mtls());
          if (wantedMtls == MtlsPolicy.REQUIRED && !PlanTerms.mayRequireCertificates(wantedPlan)) {
            return Outcome.refused(
                mtls.isPresent() ? Refusal.PLAN : Refusal.ENFORCEMENT_NOT_DROPPED);
          }
          return Outcome.done(
              new Account(
                  id,
                  wantedPlan,
                  wantedMtls,
                  wish.idleKeys().map(IdleChange::limit).orElse(before.idleKeys()),
                  before.epoch(),
                  before.createdAt(),
                  before.suspendedAt()));
        });
  }

  /// None of its credentials works until [#resume].
  Outcome<Account, Refusal> suspend(Caller caller, AccountId id, Optional<IdempotencyKey> key) {
    return change(
        Act.in(id, caller, "account.suspend"),
        attempt(key, new CanonicalRequest("giftwarden/account-suspend/v1"), id),
        before ->
            Outcome.done(
                withSuspension(
                    before, Optional.of(before.suspendedAt().orElseGet(clock::instant)))));
  }

  /// Its credentials work again, but for those that ended meanwhile.
  Outcome<Account, Refusal> resume(Caller caller, AccountId id, Optional<IdempotencyKey> key) {
    return change(
        Act.in(id, caller, "account.resume"),
        attempt(key, new CanonicalRequest("giftwarden/account-resume/v1"), id),
        before -> Outcome.done(withSuspension(before, Optional.empty())));
  }

  /// The account is in the record's key.
  private Attempt attempt(Optional<IdempotencyKey> key, CanonicalRequest request, AccountId id) {
    return new Attempt(key, request, id.value(), clock.instant());
  }

  private Outcome<Account, Refusal> change(
      Act act, Attempt attempt, Function<Account, Outcome<Account, Refusal>> decision) {
    var id = new AccountId(attempt.target());
    Outcome<Account, Refusal> outcome =
        idempotency.once(
            act,
            attempt,
            () -> {
              table.lock(id);
              var before = table.find(id).orElseThrow();
              var decided = decision.apply(before);
              return decided instanceof Outcome.Done<Account, Refusal>(Account after, _)
                      && !after.equals(before)
                  ? Outcome.done(written(before, after, act.begin().target(after.subject())))
                  : decided;
            },
            target -> table.find(new AccountId(target)));
    if (outcome instanceof Outcome.Refused<Account, Refusal>(Refusal reason)) {
      recorder.refused(act.begin().target("account:" + id.value()), reason);
    }
    return outcome;
  }

  private Account written(Account before, Account wanted, AuditEventDraft act) {
    var next =
        new Account(
            wanted.id(),
            wanted.plan(),
            wanted.mtls(),
            wanted.idleKeys(),
            wanted.epoch() + 1,
            wanted.createdAt(),
            wanted.suspendedAt());
    table.update(next);
    trust.raise(next.subject(), next.epoch());
    boolean isSuspended = next.suspendedAt().isPresent();
    if (isSuspended != before.suspendedAt().isPresent()) {
      trust.raise(Suspensions.subject(next.id(), isSuspended), next.epoch());
    }
    records.append(act);
    return next;
  }

  private static Account withSuspension(Account account, Optional<Instant> suspendedAt) {
    return new Account(
        account.id(),
        account.plan(),
        account.mtls(),
        account.idleKeys(),
        account.epoch(),
        account.createdAt(),
        suspendedAt);
  }
}
