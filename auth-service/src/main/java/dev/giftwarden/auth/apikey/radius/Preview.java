package dev.giftwarden.auth.apikey.radius;

import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.apikey.ApiKey;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.apikey.Keys;
import dev.giftwarden.auth.apikey.NewKey;
import dev.giftwarden.auth.apikey.use.KeyRouteTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.VersionStanding;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.route.Routes;
import dev.giftwarden.auth.version.VersionTable;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/// What a key would reach that nobody has made. It is refused what would be refused if it were
/// made, as far as that lies in the key; nothing is written.
@ApplicationScoped
class Preview {
  static final String ACTION = "key.preview";

  static final String PREDECESSOR = "predecessor";
  static final String A_KEY = "the id of a key of this account";

  private final Keys keys;
  private final BlastRadius radius;
  private final Routes routes;
  private final KeyRouteTable uses;
  private final VersionTable versions;
  private final Recorder recorder;
  private final InstantSource clock;
  private final SecureRandom random;

  Preview(
      Keys keys,
      BlastRadius radius,
      Routes routes,
      KeyRouteTable uses,
      VersionTable versions,
      Recorder recorder,
      InstantSource clock,
      SecureRandom random) {
    this.keys = keys;
    this.radius = radius;
    this.routes = routes;
    this.uses = uses;
    this.versions = versions;
    this.recorder = recorder;
    this.clock = clock;
    this.random = random;
  }

  /// @param unused where there is a predecessor: what that did not use
  record Previewed(BlastRadius.Report report, Optional<Unused> unused) {}

  /// @param predecessor that the key is to take the place of
  /// @throws InvalidParameter if the caller sees no such key, whether there is one or not
  Outcome<Previewed, Keys.Objection> of(
      Caller caller, Account account, NewKey wanted, Optional<KeyId> predecessor) {
    var known = predecessor.map(id -> visible(caller, account, id));
    var nobodys = ApiKey.random(wanted.environment(), random).id();
    Outcome<Previewed, Keys.Objection> outcome =
        keys.drafted(
            caller,
            account,
            wanted,
            nobodys,
            clock.instant(),
            key -> previewed(caller, account, key, known));
    if (outcome instanceof Outcome.Refused<Previewed, Keys.Objection>(var objection)) {
      Keys.refusal(objection).ifPresent(reason -> record(caller, account, wanted, reason));
    }
    return outcome;
  }

  private Key visible(Caller caller, Account account, KeyId predecessor) {
    return keys.look(caller, ACTION, account.id(), predecessor)
        .orElseThrow(() -> new InvalidParameter(PREDECESSOR, A_KEY));
  }

  private Outcome<Previewed, Keys.Objection> previewed(
      Caller caller, Account account, Key key, Optional<Key> predecessor) {
    var excess = keys.excess(caller, key);
    if (excess.isPresent()) {
      return Outcome.refused(excess.get());
    }
    var standings = versions.standings();
    boolean ending =
        key.rights().versions().stream()
            .anyMatch(version -> !(standings.get(version) instanceof VersionStanding.Active));
    if (ending) {
      return Outcome.refused(new Keys.Objection.Ending());
    }
    var report = radius.of(account, key);
    return Outcome.done(new Previewed(report, predecessor.map(known -> unused(known, report))));
  }

  private Unused unused(Key predecessor, BlastRadius.Report report) {
    var id = predecessor.id();
    return Unused.of(id, uses.of(id), routes.inForce(), report);
  }

  private void record(Caller caller, Account account, NewKey wanted, Refusal reason) {
    recorder.refused(
        Recorder.begin(caller, ACTION)
            .account(account.id().value())
            .environment(wanted.environment().text()),
        reason);
  }
}
