package dev.giftwarden.gift.webhook;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Under which keys secrets are in the whole database, as the worker's role sees it.
@Singleton
class SecretsInUseTable {

  private static final String SAMPLES =
      """
      select distinct on (kek) account, environment, id, kek, secret
        from webhook
       order by kek
      """;

  /// More are found the next time.
  private static final String WAITING =
      """
      select distinct account, environment
        from webhook
       where kek < :current or kek > :current
       limit 100
      """;

  private final Database database;

  SecretsInUseTable(@DataSource("worker") javax.sql.DataSource worker) {
    this.database = new Database(worker);
  }

  /// A secret as one row has it.
  record Sample(TenantScope owner, WebhookId id, WrappedKey wrapped) {}

  /// One of each key.
  List<Sample> samples() {
    return database
        .sql(SAMPLES)
        .list(row ->
            new Sample(
                owner(row),
                new WebhookId(row.text("id")),
                new WrappedKey(row.text("kek"), row.bytes("secret"))));
  }

  /// Who has secrets under another key than `current`.
  List<TenantScope> waiting(String current) {
    return database.sql(WAITING).set("current", current).list(SecretsInUseTable::owner);
  }

  private static TenantScope owner(Row row) {
    return new TenantScope(
        new AccountId(row.text("account")),
        Optional.empty(),
        Environment.of(row.text("environment")));
  }
}
