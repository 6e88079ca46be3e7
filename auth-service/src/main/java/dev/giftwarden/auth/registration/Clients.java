package dev.giftwarden.auth.registration;

import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.record.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Registers the programs of partners.
@ApplicationScoped
class Clients {
  private final ClientTable table;
  private final RecordTable records;
  private final InstantSource clock;

  Clients(ClientTable table, RecordTable records, InstantSource clock) {
    this.table = table;
    this.records = records;
    this.clock = clock;
  }

  /// Empty if the name is taken.
  Optional<Client> create(Caller caller, AccountId account, NewClient wanted) {
    var client =
        new Client(
            account,
            wanted.id(),
            wanted.name().value(),
            wanted.environment(),
            wanted.scopes(),
            1,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return QuarkusTransaction.requiringNew()
        .call(() -> {
          if (!table.insert(client)) {
            return Optional.empty();
          }
          records.append(
              Recorder.begin(caller, "client.create")
                  .account(account.value())
                  .environment(client.environment().text())
                  .target(client.subject().text()));
          return Optional.of(client);
        });
  }

  List<Client> of(AccountId account) {
    return table.of(account);
  }
}
