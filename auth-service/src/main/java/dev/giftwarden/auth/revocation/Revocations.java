package dev.giftwarden.auth.revocation;

import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.registration.Client;
import dev.giftwarden.auth.registration.ClientTable;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Ends certificates and clients before their time: in the inventory, in the feed and in the log at
/// once. Twice is once, and the first reason stays.
@ApplicationScoped
class Revocations {
  /// Far beyond what any CA of ours issues; a row is kept until then.
  static final Duration LATEST_END = Duration.ofDays(366);

  private final RevokedTable table;
  private final AccountTable accounts;
  private final ClientTable clients;
  private final TrustTable trust;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  Revocations(
      RevokedTable table,
      AccountTable accounts,
      ClientTable clients,
      TrustTable trust,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.accounts = accounts;
    this.clients = clients;
    this.trust = trust;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// @param notAfter the end of a certificate that the inventory does not have
  record Sentence(RevocationReason reason, Optional<Instant> notAfter) {}

  /// @param client since when the whole client is; empty if that was not asked for
  /// @param certificates what was named first, then what died with it
  record Dead(Optional<Instant> client, List<Revoked> certificates) {}

  enum Objection {
    NOT_THERE,

    /// The inventory does not have it: an operator must say when it ends.
    END_UNKNOWN,

    /// It would have to be remembered too long.
    END_TOO_LATE
  }

  /// @param key marks a request that may come again
  record Asking(Caller caller, Optional<IdempotencyKey> key) {
    private Act act(AccountId account, String action) {
      return Act.in(account, caller, action);
    }

    private Attempt attempt(CanonicalRequest request, String target, Instant now) {
      return new Attempt(key, request, target, now);
    }
  }

  Outcome<Dead, Objection> certificate(
      Asking asking, Account account, String client, String serial, Sentence sentence) {
    var act = asking.act(account.id(), "certificate.revoke");
    var target = "certificate:" + serial;
    var found = find(asking.caller(), account.id(), client);
    var named = InvalidValue.find(serial, Serial::new);
    if (found.isEmpty() || named.isEmpty()) {
      return notThere(act, target);
    }
    var request =
        new CanonicalRequest("giftwarden/certificate-revoke/v1")
            .text(client)
            .text(serial)
            .text(sentence.reason().text())
            .number(sentence.notAfter().map(Instant::toEpochMilli));
    var outcome =
        idempotency.once(
            act,
            asking.attempt(request, serial, clock.instant()),
            () -> certificate(asking.caller(), found.get(), named.get(), sentence),
            _ -> Optional.of(dead(found.get(), named.get(), sentence.reason())));
    return outcome.equals(Outcome.refused(Objection.NOT_THERE)) ? notThere(act, target) : outcome;
  }

  /// Under the account's lock, which whoever issues takes too: no successor appears behind it.
  private Outcome<Dead, Objection> certificate(
      Caller caller, Client client, Serial serial, Sentence sentence) {
    accounts.lock(client.account());
    var now = clock.instant();
    var reason = sentence.reason();
    var known = table.find(client.account(), client.id(), serial, reason.reachesSuccessors(), now);
    if (!known.isEmpty()) {
      return kill(caller, known, reason, Optional.empty());
    }
    var holder = new SpiffeId.Partner(client.account().value(), client.id().value());
    var before =
        table.read(List.of(serial.value())).stream()
            .filter(revoked -> revoked.holder().id().equals(holder))
            .toList();
    if (!before.isEmpty()) {
      return Outcome.done(new Dead(Optional.empty(), before));
    }
    if (!(caller instanceof Caller.Operator)) {
      return Outcome.refused(Objection.NOT_THERE);
    }
    if (sentence.notAfter().isEmpty()) {
      return Outcome.refused(Objection.END_UNKNOWN);
    }
    var unlisted =
        new Condemned(
            serial.value(), holder, Optional.of(client.account()), sentence.notAfter().get());
    return kill(caller, List.of(unlisted), reason, Optional.empty());
  }

  /// What is dead of what was asked for, and nothing that lives.
  private Dead dead(Client client, Serial serial, RevocationReason reason) {
    var now = clock.instant();
    var known = table.find(client.account(), client.id(), serial, reason.reachesSuccessors(), now);
    var serials =
        known.isEmpty() ? List.of(serial.value()) : known.stream().map(Condemned::serial).toList();
    return new Dead(Optional.empty(), read(serials));
  }

  /// The client and all its certificates; it can never get one again, nor a token.
  Outcome<Dead, Objection> client(
      Asking asking, Account account, String id, RevocationReason reason) {
    var act = asking.act(account.id(), "client.revoke");
    var found = find(asking.caller(), account.id(), id);
    if (found.isEmpty()) {
      return notThere(act, "client:" + account.id().value() + "/" + id);
    }
    var client = found.get();
    var request = new CanonicalRequest("giftwarden/client-revoke/v1").text(id).text(reason.text());
    return idempotency.once(
        act,
        asking.attempt(request, id, clock.instant()),
        () -> client(asking.caller(), client, reason),
        _ -> Optional.of(dead(client)));
  }

  private Dead dead(Client client) {
    var live = table.live(client.account(), client.id(), clock.instant());
    return new Dead(
        table.clientRevokedAt(client.account(), client.id()),
        read(live.stream().map(Condemned::serial).toList()));
  }

  private Outcome<Dead, Objection> client(Caller caller, Client client, RevocationReason reason) {
    accounts.lock(client.account());
    var now = clock.instant();
    var ended = table.revokeClient(client.account(), client.id(), now);
    var outcome =
        kill(
            caller,
            table.live(client.account(), client.id(), now),
            reason,
            table.clientRevokedAt(client.account(), client.id()));
    // Behind the certificates: whoever revokes writes the list's number first and the feed's
    // second.
    ended.ifPresent(epoch -> {
      trust.raise(client.subject().text(), epoch);
      records.append(
          Recorder.begin(caller, "client.revoke")
              .account(client.account().value())
              .environment(client.environment().text())
              .target(client.subject().text()));
    });
    return outcome;
  }

  /// A service's or an operator's, the caller's own too.
  Outcome<Dead, Objection> internal(Asking asking, Condemned certificate, RevocationReason reason) {
    var serial = certificate.serial();
    var request =
        new CanonicalRequest("giftwarden/internal-certificate-revoke/v1")
            .text(serial)
            .text(certificate.holder().uri())
            .number(certificate.notAfter().toEpochMilli())
            .text(reason.text());
    return idempotency.once(
        new Act(asking.caller(), "certificate.revoke", Optional.empty()),
        asking.attempt(request, serial, clock.instant()),
        () -> kill(asking.caller(), List.of(certificate), reason, Optional.empty()),
        _ -> Optional.of(new Dead(Optional.empty(), read(List.of(serial)))));
  }

  private Outcome<Dead, Objection> kill(
      Caller caller, List<Condemned> all, RevocationReason reason, Optional<Instant> client) {
    var now = clock.instant();
    if (all.stream().anyMatch(one -> one.notAfter().isAfter(now.plus(LATEST_END)))) {
      return Outcome.refused(Objection.END_TOO_LATE);
    }
    for (var certificate : all) {
      if (table.insert(certificate, reason, now, caller.actor())) {
        trust.revoke(certificate.serial());
        var act =
            Recorder.begin(caller, "certificate.revoke")
                .target("certificate:" + certificate.serial() + " " + reason.text());
        certificate.account().ifPresent(account -> act.account(account.value()));
        records.append(act);
      }
    }
    return Outcome.done(new Dead(client, read(all.stream().map(Condemned::serial).toList())));
  }

  /// Those of them that are dead, in their order.
  private List<Revoked> read(List<String> serials) {
    var dead = table.read(serials);
    return serials.stream()
        .flatMap(serial -> dead.stream().filter(one -> one.serial().value().equals(serial)))
        .toList();
  }

  /// A partner sees the clients of its account that are of its own world.
  private Optional<Client> find(Caller caller, AccountId account, String id) {
    return InvalidValue.find(id, ClientId::new)
        .flatMap(named -> clients.find(account, named))
        .filter(client ->
            !(caller instanceof Caller.Partner partner)
                || partner.environment() == client.environment());
  }

  private Outcome<Dead, Objection> notThere(Act act, String target) {
    recorder.refused(act.begin().target(target), Refusal.NOT_VISIBLE);
    return Outcome.refused(Objection.NOT_THERE);
  }
}
