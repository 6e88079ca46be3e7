package dev.giftwarden.auth.enrolment.code;

import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.apikey.KeyTable;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.certs.csr.P256Key;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Hands out codes, and says whether one is good.
@ApplicationScoped
public class EnrolmentCodes {
  static final Duration LONGEST = Duration.ofHours(24);

  /// More than anybody hands to one client in a day.
  private static final int MOST_OPEN = 10;

  /// What an unknown id is compared with. No code has this digest.
  private static final byte[] NOBODY = new byte[32];

  private final EnrolmentCodeTable table;
  private final EnrolleeTable enrollees;
  private final AccountTable accounts;
  private final KeyTable keys;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  EnrolmentCodes(
      EnrolmentCodeTable table,
      EnrolleeTable enrollees,
      AccountTable accounts,
      KeyTable keys,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.enrollees = enrollees;
    this.accounts = accounts;
    this.keys = keys;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// @param code the only copy there will ever be outside the client's hands; empty where it was
  ///   made before: it is stored nowhere
  record Made(Optional<EnrolmentCode> code, Instant expiresAt) {}

  /// Why there is no more of them than before.
  sealed interface Objection {
    record Refused(Refusal reason, String detail) implements Objection {}

    /// The client has as many open ones as it may have.
    record Full(int most) implements Objection {}
  }

  /// @param client of an account that the caller may know of
  Outcome<Made, Objection> create(
      Caller caller, Subject.Client client, Duration lifetime, Optional<IdempotencyKey> word) {
    var act = Act.in(client.account(), caller, "enrolment-code.create");
    var code = EnrolmentCode.random(random);
    var request =
        new CanonicalRequest("giftwarden/enrolment-code-create/v1")
            .text(client.id().value())
            .number(lifetime.toMillis());
    Outcome<Made, Objection> outcome =
        idempotency.once(
            act,
            new Attempt(word, request, code.id(), clock.instant()),
            () -> made(act, client, code, lifetime),
            id -> table.endOf(id, client).map(end -> new Made(Optional.empty(), end)));
    if (outcome instanceof Outcome.Refused<Made, Objection>(Objection.Refused(Refusal reason, _))) {
      recorder.refused(act.begin().target(client.text()), reason);
    }
    return outcome;
  }

  private Outcome<Made, Objection> made(
      Act act, Subject.Client client, EnrolmentCode code, Duration lifetime) {
    accounts.lock(client.account());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var objection = objection(act.caller(), client, now);
    if (objection.isPresent()) {
      return Outcome.refused(objection.get());
    }
    var end = now.plus(lifetime);
    table.forget(client.account(), now);
    table.insert(code, client, now, end, act.holder());
    records.append(act.begin().target("enrolment-code:" + code.id() + " for " + client.text()));
    return Outcome.done(new Made(Optional.of(code), end));
  }

  private Optional<Objection> objection(Caller caller, Subject.Client client, Instant now) {
    var enrollee = enrollees.find(client);
    if (enrollee.isEmpty()) {
      return refused(Refusal.NOT_VISIBLE);
    }
    var wider = enrollee.get().isWiderThan(caller);
    if (wider.isPresent()) {
      return Optional.of(new Objection.Refused(Refusal.WIDER_THAN_ISSUER, wider.get()));
    }
    var ended = enrollee.get().objection(Refusal.CLIENT_ENDED);
    if (ended.isPresent()) {
      return refused(ended.get());
    }
    if (caller instanceof Caller.Partner partner
        && partner.key().isPresent()
        && !keys.isActive(client.account(), partner.key().get(), now)) {
      return refused(Refusal.TOKEN_EPOCH);
    }
    return table.open(client, now) < MOST_OPEN
        ? Optional.empty()
        : Optional.of(new Objection.Full(MOST_OPEN));
  }

  private static Optional<Objection> refused(Refusal reason) {
    return Optional.of(new Objection.Refused(reason, reason.publicFace().hint()));
  }

  public sealed interface Proof {
    /// Whoever sent it holds a code of this client, which may be used or over.
    record Proven(EnrolmentCode code, Subject.Client client) implements Proof {}

    record Refused(Refusal reason) implements Proof {}
  }

  /// An unknown id and a wrong secret cost the same.
  public Proof prove(String text) {
    var code = EnrolmentCode.parse(text);
    if (code.isEmpty()) {
      return new Proof.Refused(Refusal.CODE_CHECKSUM);
    }
    var stored = table.find(code.get().id());
    boolean matches =
        code.get().matches(stored.map(EnrolmentCodeTable.Stored::secret).orElse(NOBODY));
    if (stored.isEmpty() || !matches) {
      return new Proof.Refused(stored.isEmpty() ? Refusal.CODE_UNKNOWN : Refusal.CODE_SECRET);
    }
    return new Proof.Proven(code.get(), stored.get().client());
  }

  /// Why a code that was proven gets this client nothing now.
  public Optional<Refusal> objection(EnrolmentCode code, Subject.Client client, Instant now) {
    var stored = table.find(code.id());
    if (stored.isEmpty()) {
      return Optional.of(Refusal.CODE_UNKNOWN);
    }
    if (!stored.get().client().equals(client)) {
      return Optional.of(Refusal.CODE_OTHER_CLIENT);
    }
    if (stored.get().used()) {
      return Optional.of(Refusal.CODE_USED);
    }
    return stored.get().expiresAt().isAfter(now)
        ? Optional.empty()
        : Optional.of(Refusal.CODE_EXPIRED);
  }

  /// Whether this code has got its certificate for this very key: whoever asks again has lost the
  /// answer, and may know what became of the call.
  public boolean got(EnrolmentCode code, P256Key key) {
    return table.got(code, key.digest());
  }

  /// In the transaction that issues, behind the account's lock and [#objection].
  public void use(EnrolmentCode code, Subject.Client client, String serial, Instant now) {
    if (!table.use(code, client, serial, now)) {
      throw new IllegalStateException("a code was used beside the lock of its account");
    }
  }
}
