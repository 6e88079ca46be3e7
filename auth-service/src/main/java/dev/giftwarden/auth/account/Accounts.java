package dev.giftwarden.auth.account;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.account.plan.PlanTerms;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Makes accounts and their parts, and knows who may look at them.
@ApplicationScoped
public class Accounts {
  private final AccountTable table;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  Accounts(
      AccountTable table,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// Why there is no more of it than before.
  sealed interface Objection {
    /// There is one of that name.
    record Taken() implements Objection {}

    /// There are as many as there may be.
    record Full(int most) implements Objection {}

    record Denied(Refusal reason) implements Objection {}
  }

  Outcome<Account, Objection> create(
      Caller caller, AccountId id, Plan plan, MtlsPolicy mtls, Optional<IdempotencyKey> key) {
    var act = new Act(caller, "account.create", Optional.empty());
    var done = act.begin().account(id.value());
    if (mtls == MtlsPolicy.REQUIRED && !PlanTerms.mayRequireCertificates(plan)) {
      recorder.refused(done, Refusal.PLAN);
      return Outcome.refused(new Objection.Denied(Refusal.PLAN));
    }
    var account =
        new Account(id, plan, mtls, Optional.empty(), 1, clock.instant(), Optional.empty());
    var request =
        new CanonicalRequest("giftwarden/account-create/v1")
            .text(id.value())
            .text(plan.text())
            .text(mtls.text());
    return idempotency.once(
        act,
        new Attempt(key, request, id.value(), account.createdAt()),
        () -> made(account, table::insert, done.target(account.subject())),
        target -> table.find(new AccountId(target)));
  }

  Outcome<SubAccount, Objection> createSubAccount(
      Caller caller, AccountId account, SubAccountId id, Optional<IdempotencyKey> key) {
    var act = Act.in(account, caller, "sub-account.create");
    var part = new SubAccount(account, id, clock.instant());
    var done =
        act.begin()
            .subAccount(id.value())
            .target("sub-account:" + account.value() + "/" + id.value());
    var request = new CanonicalRequest("giftwarden/sub-account-create/v1").text(id.value());
    return idempotency.once(
        act,
        new Attempt(key, request, id.value(), part.createdAt()),
        () -> {
          table.lock(account);
          return table.countSubAccounts(account) < AccountTable.SUB_ACCOUNTS_PER_ACCOUNT
              ? made(part, table::insert, done)
              : Outcome.refused(new Objection.Full(AccountTable.SUB_ACCOUNTS_PER_ACCOUNT));
        },
        target -> table.find(account, new SubAccountId(target)));
  }

  private <T> Outcome<T, Objection> made(T thing, Predicate<T> insert, AuditEventDraft act) {
    if (!insert.test(thing)) {
      return Outcome.refused(new Objection.Taken());
    }
    records.append(act);
    return Outcome.done(thing);
  }

  /// The account, if it exists and the caller may know of it: an operator any, a partner its own.
  /// Looking for another's is recorded.
  ///
  /// @param id as it stands in the path
  public Optional<Account> visible(Caller caller, String id, String action) {
    boolean may =
        switch (caller) {
          case Caller.Operator _ -> true;
          case Caller.Partner partner -> partner.account().value().equals(id);
          case Caller.Service _ -> false;
        };
    if (!may) {
      recorder.refused(
          Recorder.begin(caller, action).target("account:" + id), Refusal.OTHER_ACCOUNT);
      return Optional.empty();
    }
    return InvalidValue.find(id, AccountId::new).flatMap(table::find);
  }

  List<SubAccount> subAccountsOf(Caller caller, AccountId account) {
    var limit =
        caller instanceof Caller.Partner partner
            ? partner.subAccounts()
            : Optional.<Set<SubAccountId>>empty();
    return table.subAccountsOf(account).stream()
        .filter(s -> limit.isEmpty() || limit.get().contains(s.id()))
        .toList();
  }
}
