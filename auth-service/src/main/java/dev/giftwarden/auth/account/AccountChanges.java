package dev.giftwarden.auth.account;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.edge.record.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  AccountChanges(
      AccountTable table,
      TrustTable trust,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.trust = trust;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  sealed interface Change {
    /// As it is now; it may have been so before.
    record Done(Account account) implements Change {}

    record Refused(Refusal reason) implements Change {}
  }

  /// Another plan, another policy, or both. A downgrade never drops an enforced policy by itself:
  /// whoever wants that says so.
  Change update(Caller caller, AccountId id, Optional<Plan> plan, Optional<MtlsPolicy> mtls) {
    return change(
        Recorder.begin(caller, "account.update"),
        id,
        before -> {
          var wantedPlan = plan.orElse(before.plan());
          var wantedMtls = mtls.orElse(before.mtls());
          if (wantedMtls == MtlsPolicy.REQUIRED && !wantedPlan.mayRequireCertificates()) {
            return new Change.Refused(
                mtls.isPresent() ? Refusal.PLAN : Refusal.ENFORCEMENT_NOT_DROPPED);
          }
          return new Change.Done(
              new Account(
                  id,
                  wantedPlan,
                  wantedMtls,
                  before.epoch(),
                  before.createdAt(),
                  before.suspendedAt()));
        });
  }

  /// None of its credentials works until [#resume].
  Change suspend(Caller caller, AccountId id) {
    return change(
        Recorder.begin(caller, "account.suspend"),
        id,
        before ->
            new Change.Done(
                withSuspension(
                    before, Optional.of(before.suspendedAt().orElseGet(clock::instant)))));
  }

  /// Its credentials work again, but for those that ended meanwhile.
  Change resume(Caller caller, AccountId id) {
    return change(
        Recorder.begin(caller, "account.resume"),
        id,
        before -> new Change.Done(withSuspension(before, Optional.empty())));
  }

  private Change change(AuditEventDraft act, AccountId id, Function<Account, Change> decision) {
    var target = act.account(id.value()).target("account:" + id.value());
    var change =
        QuarkusTransaction.requiringNew()
            .call(() -> {
              table.lock(id);
              var before = table.find(id).orElseThrow();
              var decided = decision.apply(before);
              return decided instanceof Change.Done(Account after) && !after.equals(before)
                  ? new Change.Done(written(after, target))
                  : decided;
            });
    if (change instanceof Change.Refused(Refusal reason)) {
      recorder.refused(target, reason);
    }
    return change;
  }

  private Account written(Account wanted, AuditEventDraft act) {
    var next =
        new Account(
            wanted.id(),
            wanted.plan(),
            wanted.mtls(),
            wanted.epoch() + 1,
            wanted.createdAt(),
            wanted.suspendedAt());
    table.update(next);
    trust.raise(next.subject(), next.epoch());
    records.append(act);
    return next;
  }

  private static Account withSuspension(Account account, Optional<Instant> suspendedAt) {
    return new Account(
        account.id(),
        account.plan(),
        account.mtls(),
        account.epoch(),
        account.createdAt(),
        suspendedAt);
  }
}
