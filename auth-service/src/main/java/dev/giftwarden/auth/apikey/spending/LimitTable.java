package dev.giftwarden.auth.apikey.spending;

import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Gives the keys of one line another limit.
@ApplicationScoped
class LimitTable {
  /// All that live: they spend from one limit, so there is one. The rows are locked by their ids.
  private static final String LIMIT =
      """
      with line as (
        select id from api_key
        where account = :account and (id = :root or root = :root)
          and revoked_at is null and expires_at > :now
        order by id
        for update)
      update api_key
      set spend_amount = :amount, spend_currency = :currency, spend_period = :period,
        spend_per_gift = :per_gift, epoch = epoch + 1
      from line
      where api_key.id = line.id
      returning api_key.id, epoch
      """;

  private final Database database;

  LimitTable(Database database) {
    this.database = database;
  }

  /// @param epoch that ends the tokens of before
  record Limited(KeyId id, long epoch) {}

  /// @param of any key of the line
  List<Limited> limit(AccountId account, Key of, Optional<SpendLimit> limit, Instant now) {
    return database
        .sql(LIMIT)
        .set("amount", limit.map(some -> some.amount().value()))
        .set("currency", limit.map(some -> some.currency().value()))
        .set("period", limit.map(some -> some.period().text()))
        .set("per_gift", limit.map(SpendLimit::perGift).map(MinorUnits::value))
        .set("account", account.value())
        .set("root", of.root().value())
        .set("now", now)
        .list(row -> new Limited(new KeyId(row.text("id")), row.number("epoch")));
  }
}
