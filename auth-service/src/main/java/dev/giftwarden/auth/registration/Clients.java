package dev.giftwarden.auth.registration;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.version.VersionTable;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Registers the programs of partners.
@ApplicationScoped
class Clients {
  private final ClientTable table;
  private final AccountTable accounts;
  private final VersionTable versions;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final Recorder recorder;
  private final InstantSource clock;

  Clients(
      ClientTable table,
      AccountTable accounts,
      VersionTable versions,
      Idempotency idempotency,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.table = table;
    this.accounts = accounts;
    this.versions = versions;
    this.idempotency = idempotency;
    this.records = records;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// Why there is no more of them than before.
  sealed interface Objection {
    /// The account has one of that name.
    record Taken() implements Objection {}

    /// The account has as many as it may have.
    record Full(int most) implements Objection {}

    /// It asks for a version that ends.
    record Ending() implements Objection {}
  }

  Outcome<Client, Objection> create(
      Caller caller, AccountId account, NewClient wanted, Optional<IdempotencyKey> key) {
    var client =
        new Client(
            account,
            wanted.id(),
            wanted.name().value(),
            wanted.environment(),
            wanted.scopes(),
            wanted.versions(),
            1,
            clock.instant(),
            Optional.empty(),
            Optional.empty());
    var act = Act.in(account, caller, "client.create");
    Outcome<Client, Objection> outcome =
        idempotency.once(
            act,
            new Attempt(key, wanted.canonical(), client.id().value(), client.createdAt()),
            () -> register(begin(act, client), client),
            target -> table.find(account, new ClientId(target)));
    if (outcome instanceof Outcome.Refused<Client, Objection>(Objection.Ending _)) {
      recorder.refused(begin(act, client), Refusal.VERSION_DEPRECATED);
    }
    return outcome;
  }

  private static AuditEventDraft begin(Act act, Client client) {
    return act.begin().environment(client.environment().text()).target(client.subject().text());
  }

  private Outcome<Client, Objection> register(AuditEventDraft act, Client client) {
    // Before the account is locked, as where a version retires.
    if (!versions.endingAmong(client.versions()).isEmpty()) {
      return Outcome.refused(new Objection.Ending());
    }
    accounts.lock(client.account());
    if (table.count(client.account()) >= ClientTable.CLIENTS_PER_ACCOUNT) {
      return Outcome.refused(new Objection.Full(ClientTable.CLIENTS_PER_ACCOUNT));
    }
    if (!table.insert(client)) {
      return Outcome.refused(new Objection.Taken());
    }
    records.append(act);
    return Outcome.done(client);
  }

  List<Client> of(AccountId account) {
    return table.of(account);
  }
}
