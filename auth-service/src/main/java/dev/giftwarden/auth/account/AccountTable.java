package dev.giftwarden.auth.account;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.SubAccountId;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Accounts and their sub-accounts. Nothing here removes one.
@ApplicationScoped
public class AccountTable {
  /// More than any partner has asked for, and still one page.
  static final int SUB_ACCOUNTS_PER_ACCOUNT = 1000;

  private final EntityManager entities;

  AccountTable(EntityManager entities) {
    this.entities = entities;
  }

  public Optional<Account> find(AccountId id) {
    return AccountRow.<AccountRow>findByIdOptional(id.value()).map(AccountRow::toAccount);
  }

  /// Nobody else counts or adds to what the account has until this transaction ends: whatever is
  /// decided by a count is decided behind this, in the transaction that writes.
  @Transactional(Transactional.TxType.MANDATORY)
  public void lock(AccountId id) {
    var _ =
        entities
            .createNativeQuery("select id from account where id = :id for update")
            .setParameter("id", id.value())
            .getSingleResult();
  }

  /// False if the name is taken.
  boolean insert(Account account) {
    return entities
            .createNativeQuery(
                """
                insert into account (id, plan, mtls, epoch, created_at)
                values (:id, :plan, :mtls, :epoch, :createdAt)
                on conflict do nothing
                """)
            .setParameter("id", account.id().value())
            .setParameter("plan", account.plan().text())
            .setParameter("mtls", account.mtls().text())
            .setParameter("epoch", account.epoch())
            .setParameter("createdAt", account.createdAt())
            .executeUpdate()
        == 1;
  }

  /// Writes what an operator may change of an account, under its [#lock], with an epoch that ends
  /// every token of before. Of an account that works again, uses count anew.
  void update(Account changed) {
    var _ =
        entities
            .createNativeQuery(
                """
                update account
                set plan = :plan, mtls = :mtls, epoch = :epoch,
                  idle_key_days = cast(:idleKeyDays as integer),
                  suspended_at = cast(:suspendedAt as timestamptz),
                  uses_counted_from = case
                    when suspended_at is not null and cast(:suspendedAt as timestamptz) is null
                    then now() else uses_counted_from end
                where id = :id
                """)
            .setParameter("id", changed.id().value())
            .setParameter("plan", changed.plan().text())
            .setParameter("mtls", changed.mtls().text())
            .setParameter("epoch", changed.epoch())
            .setParameter("idleKeyDays", changed.idleKeys().map(IdleLimit::days).orElse(null))
            .setParameter("suspendedAt", changed.suspendedAt().orElse(null))
            .executeUpdate();
  }

  /// How many the account has, under its [#lock].
  long countSubAccounts(AccountId account) {
    return SubAccountRow.count("account", account.value());
  }

  /// False if the account has one of that name.
  boolean insert(SubAccount subAccount) {
    return entities
            .createNativeQuery(
                """
                insert into sub_account (account, id, created_at)
                values (:account, :id, :createdAt)
                on conflict do nothing
                """)
            .setParameter("account", subAccount.account().value())
            .setParameter("id", subAccount.id().value())
            .setParameter("createdAt", subAccount.createdAt())
            .executeUpdate()
        == 1;
  }

  Optional<SubAccount> find(AccountId account, SubAccountId id) {
    return SubAccountRow.<SubAccountRow>findByIdOptional(
            new SubAccountRow.Name(account.value(), id.value()))
        .map(SubAccountRow::toSubAccount);
  }

  public List<SubAccount> subAccountsOf(AccountId account) {
    return SubAccountRow.<SubAccountRow>list("account", Sort.by("id"), account.value()).stream()
        .map(SubAccountRow::toSubAccount)
        .toList();
  }

  /// Which of `names` are no sub-accounts of the account.
  public Set<SubAccountId> unknownAmong(Set<SubAccountId> names, AccountId account) {
    var unknown = new HashSet<>(names);
    subAccountsOf(account).forEach(known -> unknown.remove(known.id()));
    return unknown;
  }
}
