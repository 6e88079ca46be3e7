package dev.giftwarden.auth.apikey.spending;

import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.apikey.KeyRights;
import dev.giftwarden.auth.apikey.KeyRights.Excess;
import dev.giftwarden.auth.apikey.KeyTable;
import dev.giftwarden.auth.apikey.Keys;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem.FieldError;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gives a key another limit, or none, with all of its line that live. Their tokens of before are
/// dead, so that it holds with the next call of every connection. What was spent stays spent.
///
/// A limit within the old one takes something away, which whoever may revoke the key may. Any other
/// is as if the key were made now: no wider than the key that asks for it; and an operator, who may
/// only where nobody in the account can, gives no more than the key may that made it.
@ApplicationScoped
class LimitChange {
  private static final String ACTION = "key.limit";

  private final Keys keys;
  private final KeyTable table;
  private final LimitTable limits;
  private final AccountTable accounts;
  private final TrustTable trust;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  LimitChange(
      Keys keys,
      KeyTable table,
      LimitTable limits,
      AccountTable accounts,
      TrustTable trust,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.keys = keys;
    this.table = table;
    this.limits = limits;
    this.accounts = accounts;
    this.trust = trust;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// Why the limit stays what it is.
  sealed interface Objection {
    /// Nor could such a key be made.
    record Making(Keys.Objection reason) implements Objection {}

    /// The key does not work any more.
    record NotNow() implements Objection {}

    record NotVisible() implements Objection {}
  }

  /// @param limit empty: none
  record Wish(Caller caller, KeyId key, Optional<SpendLimit> limit) {
    private CanonicalRequest canonical() {
      var request = new CanonicalRequest("giftwarden/key-limit/v1").text(key.value());
      return limit.map(some -> Keys.describe(some, request.text("limit"))).orElse(request);
    }

    /// As the log names it.
    private String text() {
      return limit.map(Wish::text).orElse("none");
    }

    private static String text(SpendLimit limit) {
      return "%d/%s/%s/%d"
          .formatted(
              limit.amount().value(),
              limit.currency().value(),
              limit.period().text(),
              limit.mostPerGift());
    }
  }

  Outcome<Key, Objection> change(AccountId account, Wish wish, Optional<IdempotencyKey> word) {
    var act = Act.in(account, wish.caller(), ACTION);
    if (keys.look(wish.caller(), ACTION, account, wish.key()).isEmpty()) {
      return Outcome.refused(new Objection.NotVisible());
    }
    var now = clock.instant();
    Outcome<Key, Objection> outcome =
        idempotency.once(
            act,
            new Attempt(word, wish.canonical(), wish.key().value(), now),
            () -> changed(act, account, wish, now),
            target -> keys.find(wish.caller(), account, new KeyId(target)));
    if (outcome
        instanceof Outcome.Refused<Key, Objection>(Objection.Making(Keys.Objection reason))) {
      Keys.refusal(reason)
          .ifPresent(why -> recorder.refused(act.begin().target("key:" + wish.key().value()), why));
    }
    return outcome;
  }

  private Outcome<Key, Objection> changed(Act act, AccountId account, Wish wish, Instant now) {
    accounts.lock(account);
    var key = table.find(account, wish.key()).orElseThrow();
    var state = key.stateAt(now);
    if (state != Key.State.ACTIVE && state != Key.State.NOT_YET_VALID) {
      return Outcome.refused(new Objection.NotNow());
    }
    if (key.rights().spendLimit().equals(wish.limit())) {
      return Outcome.done(key);
    }
    var objection = objection(wish, key, now);
    if (objection.isPresent()) {
      return Outcome.refused(new Objection.Making(objection.get()));
    }
    for (var limited : limits.limit(account, key, wish.limit(), now)) {
      var subject = new Subject.Key(limited.id());
      trust.raise(subject.text(), limited.epoch());
      records.append(
          act.begin()
              .environment(key.rights().environment().text())
              .target(subject.text() + " limit:" + wish.text()));
    }
    return Outcome.done(table.find(account, wish.key()).orElseThrow());
  }

  private Optional<Keys.Objection> objection(Wish wish, Key key, Instant now) {
    if (wish.limit().isPresent() && !key.rights().spends()) {
      return Optional.of(
          new Keys.Objection.Faulty(
              List.of(new FieldError("spendLimit", KeyRights.NOTHING_TO_LIMIT))));
    }
    return KeyRights.isWithin(key.rights().spendLimit(), wish.limit())
        ? Optional.empty()
        : widening(wish, key, now);
  }

  private Optional<Keys.Objection> widening(Wish wish, Key key, Instant now) {
    var wider = key.with(key.rights().limitedTo(wish.limit(), now));
    return keys.excess(wish.caller(), wider)
        .or(() -> beyondMaker(wish, key))
        .or(() -> keys.entitlement(wish.caller(), wider, now));
  }

  /// Whatever an operator may: a key that one with a limit has made does not get beyond that.
  private Optional<Keys.Objection> beyondMaker(Wish wish, Key key) {
    if (!(wish.caller() instanceof Caller.Operator)) {
      return Optional.empty();
    }
    return maker(key)
        .filter(made -> !KeyRights.isWithin(made.rights().spendLimit(), wish.limit()))
        .map(_ -> new Keys.Objection.Wider(Set.of(Excess.SPEND_LIMIT)));
  }

  /// Of the first of its line; empty: an operator.
  private Optional<Key> maker(Key key) {
    return table
        .find(key.account(), key.root())
        .filter(root -> root.createdBy().startsWith("key:"))
        .flatMap(root -> InvalidValue.find(root.createdBy().substring(4), KeyId::new))
        .flatMap(id -> table.find(key.account(), id));
  }
}
