package dev.giftwarden.auth.account;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.edge.record.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  Accounts(AccountTable table, RecordTable records, Recorder recorder, InstantSource clock) {
    this.table = table;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  public sealed interface Creation<T> {
    record Created<T>(T value) implements Creation<T> {}

    /// There is one of that name.
    record Conflict<T>() implements Creation<T> {}

    /// There are as many as there may be.
    record Full<T>(int most) implements Creation<T> {}

    record Refused<T>(Refusal reason) implements Creation<T> {}
  }

  Creation<Account> create(Caller caller, AccountId id, Plan plan, MtlsPolicy mtls) {
    var act = Recorder.begin(caller, "account.create").account(id.value());
    if (mtls == MtlsPolicy.REQUIRED && !plan.mayRequireCertificates()) {
      recorder.refused(act, Refusal.PLAN);
      return new Creation.Refused<>(Refusal.PLAN);
    }
    var account = new Account(id, plan, mtls, 1, clock.instant(), Optional.empty());
    act.target(account.subject());
    return QuarkusTransaction.requiringNew().call(() -> created(account, table::insert, act));
  }

  Creation<SubAccount> createSubAccount(Caller caller, AccountId account, SubAccountId id) {
    var act =
        Recorder.begin(caller, "sub-account.create")
            .account(account.value())
            .subAccount(id.value())
            .target("sub-account:" + account.value() + "/" + id.value());
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          table.lock(account);
          return table.countSubAccounts(account) < AccountTable.SUB_ACCOUNTS_PER_ACCOUNT
              ? created(new SubAccount(account, id, clock.instant()), table::insert, act)
              : new Creation.Full<>(AccountTable.SUB_ACCOUNTS_PER_ACCOUNT);
        });
  }

  private <T> Creation<T> created(T value, Predicate<T> insert, AuditEventDraft act) {
    if (!insert.test(value)) {
      return new Creation.Conflict<>();
    }
    records.append(act);
    return new Creation.Created<>(value);
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
