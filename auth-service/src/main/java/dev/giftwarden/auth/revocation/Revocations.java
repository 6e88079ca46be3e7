package dev.giftwarden.auth.revocation;

import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.registration.Client;
import dev.giftwarden.auth.registration.ClientTable;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.record.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  Revocations(
      RevokedTable table,
      AccountTable accounts,
      ClientTable clients,
      TrustTable trust,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.accounts = accounts;
    this.clients = clients;
    this.trust = trust;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// @param notAfter the end of a certificate that the inventory does not have
  record Sentence(RevocationReason reason, Optional<Instant> notAfter) {}

  sealed interface Outcome {
    /// @param client since when the whole client is; empty if that was not asked for
    /// @param certificates what was named first, then what died with it
    record Dead(Optional<Instant> client, List<Revoked> certificates) implements Outcome {}

    record NotThere() implements Outcome {}

    /// The inventory does not have it: an operator must say when it ends.
    record EndUnknown() implements Outcome {}

    /// It would have to be remembered too long.
    record EndTooLate() implements Outcome {}
  }

  Outcome certificate(
      Caller caller, Account account, String client, String serial, Sentence sentence) {
    var target = "certificate:" + serial;
    var found = find(caller, account.id(), client);
    var named = InvalidValue.find(serial, Serial::new);
    if (found.isEmpty() || named.isEmpty()) {
      return notThere(caller, account, "certificate.revoke", target);
    }
    var outcome =
        QuarkusTransaction.requiringNew()
            .call(() -> certificate(caller, found.get(), named.get(), sentence));
    return outcome instanceof Outcome.NotThere
        ? notThere(caller, account, "certificate.revoke", target)
        : outcome;
  }

  /// Under the account's lock, which whoever issues takes too: no successor appears behind it.
  private Outcome certificate(Caller caller, Client client, Serial serial, Sentence sentence) {
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
      return new Outcome.Dead(Optional.empty(), before);
    }
    if (!(caller instanceof Caller.Operator)) {
      return new Outcome.NotThere();
    }
    if (sentence.notAfter().isEmpty()) {
      return new Outcome.EndUnknown();
    }
    var unlisted =
        new Condemned(
            serial.value(), holder, Optional.of(client.account()), sentence.notAfter().get());
    return kill(caller, List.of(unlisted), reason, Optional.empty());
  }

  /// The client and all its certificates; it can never get one again, nor a token.
  Outcome client(Caller caller, Account account, String id, RevocationReason reason) {
    var found = find(caller, account.id(), id);
    return found.isPresent()
        ? QuarkusTransaction.requiringNew().call(() -> client(caller, found.get(), reason))
        : notThere(caller, account, "client.revoke", "client:" + account.id().value() + "/" + id);
  }

  private Outcome client(Caller caller, Client client, RevocationReason reason) {
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
  Outcome internal(Caller caller, Condemned certificate, RevocationReason reason) {
    return QuarkusTransaction.requiringNew()
        .call(() -> kill(caller, List.of(certificate), reason, Optional.empty()));
  }

  private Outcome kill(
      Caller caller, List<Condemned> all, RevocationReason reason, Optional<Instant> client) {
    var now = clock.instant();
    if (all.stream().anyMatch(one -> one.notAfter().isAfter(now.plus(LATEST_END)))) {
      return new Outcome.EndTooLate();
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
    var serials = all.stream().map(Condemned::serial).toList();
    var dead = table.read(serials);
    return new Outcome.Dead(
        client,
        serials.stream()
            .flatMap(serial -> dead.stream().filter(one -> one.serial().value().equals(serial)))
            .toList());
  }

  /// A partner sees the clients of its account that are of its own world.
  private Optional<Client> find(Caller caller, AccountId account, String id) {
    return InvalidValue.find(id, ClientId::new)
        .flatMap(named -> clients.find(account, named))
        .filter(client ->
            !(caller instanceof Caller.Partner partner)
                || partner.environment() == client.environment());
  }

  private Outcome notThere(Caller caller, Account account, String action, String target) {
    recorder.refused(
        Recorder.begin(caller, action).account(account.id().value()).target(target),
        Refusal.NOT_VISIBLE);
    return new Outcome.NotThere();
  }
}
