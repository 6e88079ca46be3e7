package dev.giftwarden.auth.apikey.radius;

import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.apikey.ApiKey;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.apikey.Keys;
import dev.giftwarden.auth.apikey.NewKey;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.VersionStanding;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.version.VersionTable;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.InstantSource;

/// What a key would reach that nobody has made. It is refused what would be refused if it were
/// made, as far as that lies in the key; nothing is written.
@ApplicationScoped
class Preview {
  static final String ACTION = "key.preview";

  private final Keys keys;
  private final BlastRadius radius;
  private final VersionTable versions;
  private final Recorder recorder;
  private final InstantSource clock;
  private final SecureRandom random;

  Preview(
      Keys keys,
      BlastRadius radius,
      VersionTable versions,
      Recorder recorder,
      InstantSource clock,
      SecureRandom random) {
    this.keys = keys;
    this.radius = radius;
    this.versions = versions;
    this.recorder = recorder;
    this.clock = clock;
    this.random = random;
  }

  Outcome<BlastRadius.Report, Keys.Objection> of(Caller caller, Account account, NewKey wanted) {
    var nobodys = ApiKey.random(wanted.environment(), random).id();
    Outcome<BlastRadius.Report, Keys.Objection> outcome =
        keys.drafted(
            caller, account, wanted, nobodys, clock.instant(), key -> report(caller, account, key));
    if (outcome instanceof Outcome.Refused<BlastRadius.Report, Keys.Objection>(var objection)) {
      Keys.refusal(objection).ifPresent(reason -> record(caller, account, wanted, reason));
    }
    return outcome;
  }

  private Outcome<BlastRadius.Report, Keys.Objection> report(
      Caller caller, Account account, Key key) {
    var excess = keys.excess(caller, key);
    if (excess.isPresent()) {
      return Outcome.refused(excess.get());
    }
    var standings = versions.standings();
    boolean ending =
        key.rights().versions().stream()
            .anyMatch(version -> !(standings.get(version) instanceof VersionStanding.Active));
    return ending
        ? Outcome.refused(new Keys.Objection.Ending())
        : Outcome.done(radius.of(account, key));
  }

  private void record(Caller caller, Account account, NewKey wanted, Refusal reason) {
    recorder.refused(
        Recorder.begin(caller, ACTION)
            .account(account.id().value())
            .environment(wanted.environment().text()),
        reason);
  }
}
