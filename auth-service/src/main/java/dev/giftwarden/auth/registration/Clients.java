package dev.giftwarden.auth.registration;

import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Registers the programs of partners.
@ApplicationScoped
class Clients {
  private final ClientTable table;
  private final AccountTable accounts;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final InstantSource clock;

  Clients(
      ClientTable table,
      AccountTable accounts,
      Idempotency idempotency,
      RecordTable records,
      InstantSource clock) {
    this.table = table;
    this.accounts = accounts;
    this.idempotency = idempotency;
    this.records = records;
    this.clock = clock;
  }

  /// Why there is no more of them than before.
  sealed interface Objection {
    /// The account has one of that name.
    record Taken() implements Objection {}

    /// The account has as many as it may have.
    record Full(int most) implements Objection {}
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
            1,
            clock.instant(),
            Optional.empty());
    var act = Act.in(account, caller, "client.create");
    return idempotency.once(
        act,
        new Attempt(key, wanted.canonical(), client.id().value(), client.createdAt()),
        () -> register(act, client),
        target -> table.find(account, new ClientId(target)));
  }

  private Outcome<Client, Objection> register(Act act, Client client) {
    accounts.lock(client.account());
    if (table.count(client.account()) >= ClientTable.CLIENTS_PER_ACCOUNT) {
      return Outcome.refused(new Objection.Full(ClientTable.CLIENTS_PER_ACCOUNT));
    }
    if (!table.insert(client)) {
      return Outcome.refused(new Objection.Taken());
    }
    records.append(
        act.begin().environment(client.environment().text()).target(client.subject().text()));
    return Outcome.done(client);
  }

  List<Client> of(AccountId account) {
    return table.of(account);
  }
}
