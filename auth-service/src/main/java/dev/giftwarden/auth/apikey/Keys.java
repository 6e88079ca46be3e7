package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.apikey.KeyRights.Excess;
import dev.giftwarden.auth.apikey.template.KeyTemplate;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.auth.version.VersionTable;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem.FieldError;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Makes and revokes keys. No key is wider than the one that made it; an operator makes only the
/// first.
@ApplicationScoped
public class Keys {
  private final KeyTable table;
  private final AccountTable accounts;
  private final VersionTable versions;
  private final TrustTable trust;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Keys(
      KeyTable table,
      AccountTable accounts,
      VersionTable versions,
      TrustTable trust,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.accounts = accounts;
    this.versions = versions;
    this.trust = trust;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// @param secret the only copy there will ever be outside the partner's hands; empty where the
  ///   key was made before: it is stored nowhere
  public record Made(Key key, Optional<ApiKey> secret) {}

  /// Why there is no more of them than before.
  public sealed interface Objection {
    record Faulty(List<FieldError> faults) implements Objection {}

    record Wider(Set<Excess> excess) implements Objection {}

    /// The key that makes it has ended since its holder's token was accepted.
    record IssuerEnded() implements Objection {}

    /// The account can make its own keys, so the operator may not.
    record HasAdministrator() implements Objection {}

    /// It asks for a version that ends, by name.
    record Ending() implements Objection {}

    /// The account has as many live keys as it may have.
    record Full(int most) implements Objection {}
  }

  Outcome<Made, Objection> create(
      Caller caller, Account account, NewKey wanted, Optional<IdempotencyKey> word) {
    var act = Act.in(account.id(), caller, "key.create");
    var secret = ApiKey.random(wanted.environment(), random);
    var now = clock.instant();
    Outcome<Made, Objection> outcome =
        idempotency.once(
            act,
            new Attempt(word, wanted.canonical(), secret.id().value(), now),
            () -> drafted(caller, account, wanted, secret.id(), now, key -> made(act, key, secret)),
            target ->
                find(caller, account.id(), new KeyId(target))
                    .map(key -> new Made(key, Optional.empty())));
    if (outcome instanceof Outcome.Refused<Made, Objection>(Objection objection)) {
      refusal(objection)
          .ifPresent(reason ->
              recorder.refused(act.begin().environment(wanted.environment().text()), reason));
    }
    return outcome;
  }

  /// What the log is told; a body at fault, or one too many, is no attempt at another's.
  public static Optional<Refusal> refusal(Objection objection) {
    return switch (objection) {
      case Objection.Wider _ -> Optional.of(Refusal.WIDER_THAN_ISSUER);
      case Objection.IssuerEnded _ -> Optional.of(Refusal.TOKEN_EPOCH);
      case Objection.HasAdministrator _ -> Optional.of(Refusal.NOT_THE_FIRST_KEY);
      case Objection.Ending _ -> Optional.of(Refusal.VERSION_DEPRECATED);
      case Objection.Faulty _, Objection.Full _ -> Optional.empty();
    };
  }

  /// Has `then` see the key as it would be, if it can be.
  public <T> Outcome<T, Objection> drafted(
      Caller caller,
      Account account,
      NewKey wanted,
      KeyId id,
      Instant now,
      Function<Key, Outcome<T, Objection>> then) {
    if (!accounts.unknownAmong(wanted.subAccounts(), account.id()).isEmpty()) {
      return Outcome.refused(
          new Objection.Faulty(
              List.of(new FieldError("subAccounts", "sub-accounts of this account"))));
    }
    return switch (KeyReview.of(wanted, account.plan(), now)) {
      case KeyReview.Faulty(List<FieldError> faults) ->
          Outcome.refused(new Objection.Faulty(faults));
      case KeyReview.Sound(KeyRights rights) -> {
        var name = wanted.nameOrNone().isBlank() ? id.value() : wanted.nameOrNone();
        yield then.apply(
            new Key(
                id,
                account.id(),
                name,
                rights,
                now,
                caller.actor(),
                Optional.ofNullable(wanted.template()).map(KeyTemplate::text),
                Key.Lineage.NONE,
                Optional.empty(),
                Optional.empty(),
                1));
      }
    };
  }

  private Outcome<Made, Objection> made(Act act, Key key, ApiKey secret) {
    var objection =
        excess(act.caller(), key)
            .or(() -> ending(key))
            .or(() -> {
              accounts.lock(key.account());
              return objection(act.caller(), key);
            });
    if (objection.isPresent()) {
      return Outcome.refused(objection.get());
    }
    return Outcome.done(enter(act, key, secret));
  }

  /// Writes a key that nothing speaks against, and the record of it.
  public Made enter(Act act, Key key, ApiKey secret) {
    table.insert(key, secret.secret().digest());
    records.append(
        act.begin().environment(key.rights().environment().text()).target(key.subject().text()));
    return new Made(key, Optional.of(secret));
  }

  /// Where `wanted` would be wider than the key of the caller allows.
  public Optional<Objection> excess(Caller caller, Key wanted) {
    return switch (caller) {
      case Caller.Operator _ -> Optional.empty();
      case Caller.Partner partner -> {
        var parent = partner.key().flatMap(id -> table.find(wanted.account(), id));
        var excess =
            parent.map(key -> key.rights().excessOf(wanted.rights())).orElse(Set.of(Excess.SCOPES));
        yield excess.isEmpty() ? Optional.empty() : Optional.of(new Objection.Wider(excess));
      }
      case Caller.Service _ -> throw new IllegalStateException("no route admits a service");
    };
  }

  /// Before the account is locked, as where a version retires.
  private Optional<Objection> ending(Key wanted) {
    return versions.endingAmong(wanted.rights().versions()).isEmpty()
        ? Optional.empty()
        : Optional.of(new Objection.Ending());
  }

  /// Under the account's lock, so that of many that are made at once each sees those before it. The
  /// key that makes it must be alive in the transaction that inserts: a token may be older than a
  /// revocation, and a new key would outlive both. An operator makes one where nobody in the
  /// account can.
  public Optional<Objection> objection(Caller caller, Key wanted) {
    var now = wanted.createdAt();
    return entitlement(caller, wanted, now)
        .or(() ->
            table.isFull(wanted.account(), now)
                ? Optional.of(new Objection.Full(KeyTable.LIVE_KEYS_PER_ACCOUNT))
                : Optional.empty());
  }

  /// As [#objection], wherever no further key is made.
  public Optional<Objection> entitlement(Caller caller, Key wanted, Instant now) {
    var account = wanted.account();
    if (caller instanceof Caller.Partner partner) {
      if (!partner.key().map(issuer -> table.isActive(account, issuer, now)).orElse(false)) {
        return Optional.of(new Objection.IssuerEnded());
      }
    } else if (table.hasAdministrator(account, wanted.rights().environment(), now)) {
      return Optional.of(new Objection.HasAdministrator());
    }
    return Optional.empty();
  }

  /// The key as it is after. Revoking twice is revoking once.
  Outcome<Key, Refusal> revoke(
      Caller caller, AccountId account, KeyId id, Optional<IdempotencyKey> word) {
    var seen = look(caller, "key.revoke", account, id);
    if (seen.isEmpty()) {
      return Outcome.refused(Refusal.NOT_VISIBLE);
    }
    var now = clock.instant();
    var act = Act.in(account, caller, "key.revoke");
    return idempotency.once(
        act,
        new Attempt(word, revocation(id), id.value(), now),
        () -> {
          table.revoke(account, id, now).ifPresent(epoch -> dead(act, seen.get(), epoch));
          return Outcome.done(table.find(account, id).orElseThrow());
        },
        target -> find(caller, account, new KeyId(target)));
  }

  static CanonicalRequest revocation(KeyId id) {
    return new CanonicalRequest("giftwarden/key-revoke/v1").text(id.value());
  }

  /// A limit as a request names it.
  public static CanonicalRequest describe(SpendLimit limit, CanonicalRequest request) {
    return request
        .number(limit.amount().value())
        .text(limit.currency().value())
        .text(limit.period().text())
        .number(Optional.ofNullable(limit.perGift()).map(MinorUnits::value));
  }

  private void dead(Act act, Key key, long epoch) {
    trust.raise(key.subject().text(), epoch);
    records.append(
        act.begin().environment(key.rights().environment().text()).target(key.subject().text()));
  }

  /// Empty if the caller cannot see it, which is recorded.
  public Optional<Key> look(Caller caller, String action, AccountId account, KeyId id) {
    var found = find(caller, account, id);
    if (found.isEmpty()) {
      recorder.refused(
          Recorder.begin(caller, action).account(account.value()).target("key:" + id.value()),
          Refusal.NOT_VISIBLE);
    }
    return found;
  }

  /// Empty if the caller cannot see it.
  public Optional<Key> find(Caller caller, AccountId account, KeyId id) {
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
}
