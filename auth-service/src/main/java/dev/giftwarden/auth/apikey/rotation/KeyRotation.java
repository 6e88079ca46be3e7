package dev.giftwarden.auth.apikey.rotation;

import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.apikey.ApiKey;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.apikey.KeyTable;
import dev.giftwarden.auth.apikey.Keys;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.auth.version.VersionTable;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Has a new key take over from one that exists, with the same rights and the same end, and the way
/// out for one that others can read: the new one is another. The old one works until the overlap is
/// over: that is its end from then on, so no token of it lives longer, and those it has are
/// replaced by such.
@ApplicationScoped
class KeyRotation {
  private final Keys keys;
  private final KeyTable table;
  private final RotationTable rotations;
  private final AccountTable accounts;
  private final VersionTable versions;
  private final TrustTable trust;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  KeyRotation(
      Keys keys,
      KeyTable table,
      RotationTable rotations,
      AccountTable accounts,
      VersionTable versions,
      TrustTable trust,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.keys = keys;
    this.table = table;
    this.rotations = rotations;
    this.accounts = accounts;
    this.versions = versions;
    this.trust = trust;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// Why no key takes over.
  sealed interface Objection {
    /// Nor could one like it be made.
    record Making(Keys.Objection reason) implements Objection {}

    /// The key does not work any more, or not yet, or another has taken over from it.
    record NotNow() implements Objection {}

    record NotVisible() implements Objection {}
  }

  Outcome<Keys.Made, Objection> rotate(
      Caller caller, AccountId account, KeyId id, Overlap overlap, Optional<IdempotencyKey> word) {
    var act = Act.in(account, caller, "key.rotate");
    var seen = keys.look(caller, "key.rotate", account, id);
    if (seen.isEmpty()) {
      return Outcome.refused(new Objection.NotVisible());
    }
    var secret = ApiKey.random(seen.get().rights().environment(), random);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var request =
        new CanonicalRequest("giftwarden/key-rotate/v1")
            .text(id.value())
            .number(overlap.span().toMillis());
    Outcome<Keys.Made, Objection> outcome =
        idempotency.once(
            act,
            new Attempt(word, request, secret.id().value(), now),
            () -> rotated(act, seen.get(), secret, now, now.plus(overlap.span())),
            target ->
                keys.find(caller, account, new KeyId(target))
                    .map(key -> new Keys.Made(key, Optional.empty())));
    if (outcome
        instanceof Outcome.Refused<Keys.Made, Objection>(Objection.Making(Keys.Objection reason))) {
      Keys.refusal(reason)
          .ifPresent(why -> recorder.refused(act.begin().target("key:" + id.value()), why));
    }
    return outcome;
  }

  /// Where versions stand is held before the account is locked, as where one retires.
  private Outcome<Keys.Made, Objection> rotated(
      Act act, Key seen, ApiKey secret, Instant now, Instant ends) {
    var granted = granted(seen.rights().versions());
    if (granted.isEmpty() && !seen.rights().versions().isEmpty()) {
      return refused(new Keys.Objection.Ending());
    }
    accounts.lock(seen.account());
    var old = table.find(seen.account(), seen.id()).orElseThrow();
    if (old.stateAt(now) != Key.State.ACTIVE || old.lineage().rotation().isPresent()) {
      return Outcome.refused(new Objection.NotNow());
    }
    var next = successor(old, secret.id(), act.caller(), now, granted);
    var objection = excess(act.caller(), old, next).or(() -> keys.objection(act.caller(), next));
    return objection.isPresent() ? refused(objection.get()) : rotated(act, old, next, secret, ends);
  }

  private Outcome<Keys.Made, Objection> rotated(
      Act act, Key old, Key next, ApiKey secret, Instant ends) {
    var made = keys.enter(Act.in(old.account(), act.caller(), "key.create"), next, secret);
    // Those that would outlive the overlap end now; the others end with it at the latest.
    boolean endsTokens = ends.isBefore(next.createdAt().plus(TokenClaims.LIFETIME));
    var epoch =
        rotations
            .rotate(old.account(), old.id(), next.id(), next.createdAt(), ends, endsTokens)
            .orElseThrow();
    if (endsTokens) {
      trust.raise(old.subject().text(), epoch);
    } else {
      trust.changed(old.subject().text());
    }
    records.append(
        act.begin().environment(old.rights().environment().text()).target(old.subject().text()));
    return Outcome.done(made);
  }

  private static Outcome<Keys.Made, Objection> refused(Keys.Objection reason) {
    return Outcome.refused(new Objection.Making(reason));
  }

  /// A key that rotates itself gets what it has. Whoever rotates another's makes a key, and none
  /// that is wider than its own.
  private Optional<Keys.Objection> excess(Caller caller, Key old, Key next) {
    boolean itself =
        caller instanceof Caller.Partner partner && partner.key().equals(Optional.of(old.id()));
    return itself ? Optional.empty() : keys.excess(caller, next);
  }

  private Set<ApiVersion> granted(Set<ApiVersion> named) {
    var granted = new HashSet<>(named);
    granted.removeAll(versions.endingAmong(named));
    return granted;
  }

  private static Key successor(
      Key old, KeyId id, Caller caller, Instant now, Set<ApiVersion> granted) {
    return new Key(
        id,
        old.account(),
        old.name(),
        old.rights().from(now, granted),
        now,
        caller.actor(),
        old.template(),
        new Key.Lineage(Optional.of(old.root()), Optional.of(old.id()), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        1);
  }
}
