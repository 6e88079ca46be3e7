package dev.giftwarden.gift.sealing;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.tenant.TenantScope;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Which keys wrap what in the whole database, as the worker's role sees it: of a recipient whose
/// it is and how its key is wrapped, and nothing of who it is.
@Singleton
public class KeysInUseTable {

  /// More are found the next time.
  private static final int MOST_TENANTS = 100;

  /// Each part is a look into an index: of a thousand million rows that are as they should be, none
  /// is read.
  private static final String WAITING =
      """
      select distinct account, environment
        from ((select account, environment from recipient
                where kek is null and erased_at is null limit :limit)
              union all
              (select account, environment from recipient where kek < :current limit :limit)
              union all
              (select account, environment from recipient where kek > :current limit :limit)
             ) as waiting
      """;

  /// One row of each key.
  private static final String SAMPLES =
      """
      with recursive used (kek) as (
        select min(kek) from recipient
        union all
        select (select min(kek) from recipient where kek > used.kek)
          from used where used.kek is not null)
      select sample.*
        from used
       cross join lateral (
             select account, environment, id, kek, wrapped_key
               from recipient where kek = used.kek limit 1) as sample
      """;

  private final Database database;

  KeysInUseTable(@DataSource("worker") javax.sql.DataSource worker) {
    this.database = new Database(worker);
  }

  /// A key as one row has it.
  record Sample(Owner owner, WrappedKey key) {}

  List<Sample> samples() {
    return database.sql(SAMPLES).list(KeysInUseTable::sample);
  }

  private static Sample sample(Row row) {
    var owner =
        new Owner(
            new AccountId(row.text("account")),
            Environment.of(row.text("environment")),
            new RecipientId(row.text("id")));
    return new Sample(owner, new WrappedKey(row.text("kek"), row.bytes("wrapped_key")));
  }

  /// Who has recipients that are in the clear or under another key than `current`.
  public List<TenantScope> waiting(String current) {
    return database
        .sql(WAITING)
        .set("current", current)
        .set("limit", MOST_TENANTS)
        .list(row ->
            new TenantScope(
                new AccountId(row.text("account")),
                Optional.empty(),
                Environment.of(row.text("environment"))));
  }
}
