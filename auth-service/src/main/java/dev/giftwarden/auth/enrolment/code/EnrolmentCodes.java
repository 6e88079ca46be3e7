package dev.giftwarden.auth.enrolment.code;

import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.apikey.KeyTable;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.certs.csr.P256Key;
import dev.giftwarden.edge.record.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  EnrolmentCodes(
      EnrolmentCodeTable table,
      EnrolleeTable enrollees,
      AccountTable accounts,
      KeyTable keys,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.enrollees = enrollees;
    this.accounts = accounts;
    this.keys = keys;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  sealed interface Creation {
    /// @param code the only copy there will ever be outside the client's hands
    record Created(EnrolmentCode code, Instant expiresAt) implements Creation {}

    record Refused(Refusal reason, String detail) implements Creation {}

    /// The client has as many open ones as it may have.
    record Full(int most) implements Creation {}
  }

  /// @param client of an account that the caller may know of
  Creation create(Caller caller, Subject.Client client, Duration lifetime) {
    var act = Recorder.begin(caller, "enrolment-code.create").account(client.account().value());
    var creation =
        QuarkusTransaction.requiringNew()
            .call(() -> {
              accounts.lock(client.account());
              Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
              var objection = objection(caller, client, now);
              if (objection.isPresent()) {
                return objection.get();
              }
              var code = EnrolmentCode.random(random);
              table.forget(client.account(), now);
              table.insert(code, client, now, now.plus(lifetime), caller.actor());
              records.append(act.target("enrolment-code:" + code.id() + " for " + client.text()));
              return new Creation.Created(code, now.plus(lifetime));
            });
    if (creation instanceof Creation.Refused(Refusal reason, _)) {
      recorder.refused(act.target(client.text()), reason);
    }
    return creation;
  }

  private Optional<Creation> objection(Caller caller, Subject.Client client, Instant now) {
    var enrollee = enrollees.find(client);
    if (enrollee.isEmpty()) {
      return refused(Refusal.NOT_VISIBLE);
    }
    var wider = enrollee.get().isWiderThan(caller);
    if (wider.isPresent()) {
      return Optional.of(new Creation.Refused(Refusal.WIDER_THAN_ISSUER, wider.get()));
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
        : Optional.of(new Creation.Full(MOST_OPEN));
  }

  private static Optional<Creation> refused(Refusal reason) {
    return Optional.of(new Creation.Refused(reason, reason.publicFace().hint()));
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
