package dev.giftwarden.auth.apikey;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.apikey.KeyRights.Excess;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem.FieldError;
import dev.giftwarden.edge.record.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes and revokes keys. No key is wider than the one that made it; an operator makes only the
/// first.
@ApplicationScoped
class Keys {
  private final KeyTable table;
  private final AccountTable accounts;
  private final TrustTable trust;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Keys(
      KeyTable table,
      AccountTable accounts,
      TrustTable trust,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.accounts = accounts;
    this.trust = trust;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  sealed interface Creation {
    /// @param secret the only copy there will ever be outside the partner's hands
    record Created(Key key, ApiKey secret) implements Creation {}

    record Faulty(List<FieldError> faults) implements Creation {}

    record Wider(Set<Excess> excess) implements Creation {}

    /// The key that makes it has ended since its holder's token was accepted.
    record IssuerEnded() implements Creation {}

    /// The account can make its own keys, so the operator may not.
    record HasAdministrator() implements Creation {}
  }

  Creation create(Caller caller, Account account, NewKey wanted) {
    var now = clock.instant();
    var unknown = accounts.unknownAmong(wanted.subAccounts(), account.id());
    if (!unknown.isEmpty()) {
      return new Creation.Faulty(
          List.of(new FieldError("subAccounts", "sub-accounts of this account")));
    }
    return switch (KeyReview.of(wanted, account.plan(), now)) {
      case KeyReview.Faulty(List<FieldError> faults) -> new Creation.Faulty(faults);
      case KeyReview.Sound(KeyRights rights) ->
          switch (caller) {
            case Caller.Operator _ ->
                insert(caller, Optional.empty(), account, wanted.nameOrNone(), rights, now);
            case Caller.Partner partner ->
                createChild(partner, account, wanted.nameOrNone(), rights, now);
            case Caller.Service _ -> throw new IllegalStateException("no route admits a service");
          };
    };
  }

  private Creation createChild(
      Caller.Partner caller, Account account, String name, KeyRights rights, Instant now) {
    var parent = caller.key().flatMap(id -> table.find(account.id(), id));
    var excess = parent.map(key -> key.rights().excessOf(rights)).orElse(Set.of(Excess.SCOPES));
    if (!excess.isEmpty()) {
      recorder.refused(
          draft(caller, "key.create", account.id(), rights), Refusal.WIDER_THAN_ISSUER);
      return new Creation.Wider(excess);
    }
    return insert(caller, caller.key(), account, name, rights, now);
  }

  /// @param issuer must be alive in the transaction that inserts: a token may be older than a
  ///   revocation, and a new key would outlive both. Empty: the operator, and then nobody in the
  ///   account may be able to make keys
  private Creation insert(
      Caller caller,
      Optional<KeyId> issuer,
      Account account,
      String name,
      KeyRights rights,
      Instant now) {
    var secret = ApiKey.random(rights.environment(), random);
    var shown = name.isBlank() ? secret.id().value() : name;
    var key =
        new Key(secret.id(), account.id(), shown, rights, now, caller.actor(), Optional.empty(), 1);
    var objection =
        QuarkusTransaction.requiringNew()
            .call(() -> {
              accounts.lock(account.id());
              var found = objection(issuer, key, now);
              if (found.isEmpty()) {
                table.insert(key, secret.secret().digest());
                records.append(
                    draft(caller, "key.create", account.id(), rights).target(key.subject().text()));
              }
              return found;
            });
    objection.ifPresent(
        reason -> recorder.refused(draft(caller, "key.create", account.id(), rights), reason));
    return objection
        .<Creation>map(reason ->
            reason == Refusal.NOT_THE_FIRST_KEY
                ? new Creation.HasAdministrator()
                : new Creation.IssuerEnded())
        .orElseGet(() -> new Creation.Created(key, secret));
  }

  /// Under the account's lock, so that of many that are made at once each sees those before it.
  private Optional<Refusal> objection(Optional<KeyId> issuer, Key wanted, Instant now) {
    if (issuer.isPresent()) {
      return table.isActive(wanted.account(), issuer.get(), now)
          ? Optional.empty()
          : Optional.of(Refusal.TOKEN_EPOCH);
    }
    return table.hasAdministrator(wanted.account(), wanted.rights().environment(), now)
        ? Optional.of(Refusal.NOT_THE_FIRST_KEY)
        : Optional.empty();
  }

  /// The key as it is after; empty if the caller cannot see it. Revoking twice is revoking once.
  Optional<Key> revoke(Caller caller, AccountId account, KeyId id) {
    return look(caller, "key.revoke", account, id)
        .map(key ->
            QuarkusTransaction.requiringNew()
                .call(() -> {
                  table
                      .revoke(account, id, clock.instant())
                      .ifPresent(epoch -> dead(caller, key, epoch));
                  return table.find(account, id).orElseThrow();
                }));
  }

  private void dead(Caller caller, Key key, long epoch) {
    trust.raise(key.subject().text(), epoch);
    records.append(
        draft(caller, "key.revoke", key.account(), key.rights()).target(key.subject().text()));
  }

  /// Empty if the caller cannot see it, which is recorded.
  Optional<Key> look(Caller caller, String action, AccountId account, KeyId id) {
    var found = find(caller, account, id);
    if (found.isEmpty()) {
      recorder.refused(
          Recorder.begin(caller, action).account(account.value()).target("key:" + id.value()),
          Refusal.NOT_VISIBLE);
    }
    return found;
  }

  private Optional<Key> find(Caller caller, AccountId account, KeyId id) {
    return table.find(account, id).filter(key -> Reach.of(caller).covers(key.rights()));
  }

  /// Newest first.
  ///
  /// @param after the last of the page before
  /// @throws InvalidParameter if no page that the caller had ends with it
  List<Key> page(Caller caller, AccountId account, Optional<KeyId> after, int limit) {
    var last = after.map(id -> find(caller, account, id).orElseThrow(Keys::foreignPlace));
    return table.page(account, Reach.of(caller), last, limit);
  }

  private static InvalidParameter foreignPlace() {
    return new InvalidParameter("cursor", "the `next` of the page before");
  }

  private static AuditEventDraft draft(
      Caller caller, String action, AccountId account, KeyRights rights) {
    return Recorder.begin(caller, action)
        .account(account.value())
        .environment(rights.environment().text());
  }
}
