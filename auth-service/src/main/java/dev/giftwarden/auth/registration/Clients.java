package dev.giftwarden.auth.registration;

import dev.giftwarden.auth.account.AccountTable;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.record.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;

/// Registers the programs of partners.
@ApplicationScoped
class Clients {
  private final ClientTable table;
  private final AccountTable accounts;
  private final RecordTable records;
  private final InstantSource clock;

  Clients(ClientTable table, AccountTable accounts, RecordTable records, InstantSource clock) {
    this.table = table;
    this.accounts = accounts;
    this.records = records;
    this.clock = clock;
  }

  sealed interface Creation {
    record Created(Client client) implements Creation {}

    /// The account has one of that name.
    record Taken() implements Creation {}

    /// The account has as many as it may have.
    record Full(int most) implements Creation {}
  }

  Creation create(Caller caller, AccountId account, NewClient wanted) {
    var client =
        new Client(
            account,
            wanted.id(),
            wanted.name().value(),
            wanted.environment(),
            wanted.scopes(),
            1,
            clock.instant());
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          accounts.lock(account);
          if (table.count(account) >= ClientTable.CLIENTS_PER_ACCOUNT) {
            return new Creation.Full(ClientTable.CLIENTS_PER_ACCOUNT);
          }
          if (!table.insert(client)) {
            return new Creation.Taken();
          }
          records.append(
              Recorder.begin(caller, "client.create")
                  .account(account.value())
                  .environment(client.environment().text())
                  .target(client.subject().text()));
          return new Creation.Created(client);
        });
  }

  List<Client> of(AccountId account) {
    return table.of(account);
  }
}
