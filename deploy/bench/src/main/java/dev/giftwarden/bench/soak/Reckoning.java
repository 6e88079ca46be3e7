package dev.giftwarden.bench.soak;

import dev.giftwarden.bench.house.BenchHouse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Adds up what is in the databases when all is at rest, with nothing of the services but the names
/// of their tables.
final class Reckoning {
  /// What is wrong with a budget or with a key's limit, one row each. Summed up once, and not for
  /// each gift anew: there may be a million.
  private static final String OVERSPENT =
      """
      with kept as (
        select *, coalesce(cost, amount) as price from gift
         where state not in ('cancelled', 'declined', 'expired')
      ), of_budget as (
        select budget_id, sum(price) as total from kept group by budget_id
      ), available as (
        select budget_id, sum(amount) as total from ledger_line
         where book = 'available' group by budget_id
      ), booked as (
        select gift_id, sum(amount) filter (where book = 'committed') as committed,
          coalesce(sum(amount) filter (where book = 'spent'), 0) as spent
          from ledger_line group by gift_id
      ), of_key as (
        select account, environment, spend_root as root, currency, spend_period as period,
          spend_started_at as started_at, sum(price) as total
          from kept group by 1, 2, 3, 4, 5, 6
      )
      select id from budget
        left join of_budget on of_budget.budget_id = id
        left join available as booked on booked.budget_id = id
       where available < 0 or available > granted
          or available <> granted - coalesce(of_budget.total, 0)
          or available is distinct from booked.total
      union all
      select id from gift left join booked on gift_id = id
       where case when state in ('sent', 'viewed') then amount else 0 end
               is distinct from committed
          or case when state in ('claimed', 'shipped', 'delivered')
               then coalesce(cost, amount) else 0 end <> coalesce(spent, 0)
      union all
      select root from key_spending
        left join of_key using (account, environment, root, currency, period, started_at)
       where spent > %d or spent <> coalesce(total, 0)
      """;

  private static final String LEDGER =
      """
      select coalesce(sum(abs(total)), 0) from (
        select sum(amount) as total from ledger_line group by entry_id) as entries
      """;

  /// Every change that a gift and a budget show, as the log calls it.
  private static final String CHANGES =
      """
      select 'gift.send ' || id from gift
      union all select 'gift.view ' || id from gift where viewed_at is not null
      union all select 'gift.claim ' || id from gift where claimed_at is not null
      union all select 'gift.decline ' || id from gift where declined_at is not null
      union all select 'gift.cancel ' || id from gift where cancelled_at is not null
      union all select 'gift.expire ' || id from gift where expired_at is not null
      union all select 'gift.ship ' || id from gift where shipped_at is not null
      union all select 'gift.deliver ' || id from gift where delivered_at is not null
      union all select 'budget.create ' || id from budget
      """;

  /// Bytes of an event hold its target as it is, and its outcome as a word.
  private static final String RECORDS =
      """
      select action || ' ' || substring(encode(encoded, 'escape')
               from '(?:gft|bud|rcp)_[0-9A-Za-z]{22}'), count(*)
        from event
       where position('success'::bytea in encoded) > 0
         and action in ('gift.send', 'gift.view', 'gift.claim', 'gift.decline', 'gift.cancel',
                        'gift.expire', 'gift.ship', 'gift.deliver', 'budget.create',
                        'recipient.create')
       group by 1
      """;

  private final BenchHouse house;
  private final Acknowledged told;

  /// @param lostRecords changes, and things acknowledged, without a record
  /// @param doubledRecords changes with more than one, and records of what is not there
  /// @param lostGifts acknowledged, and not there
  /// @param doubledGifts there, and acknowledged to nobody: a second effect of one key
  record Found(
      long overspent,
      long ledgerSum,
      long lostRecords,
      long doubledRecords,
      long lostGifts,
      long doubledGifts) {

    boolean isGood() {
      return overspent == 0
          && ledgerSum == 0
          && lostRecords == 0
          && doubledRecords == 0
          && lostGifts == 0
          && doubledGifts == 0;
    }
  }

  Reckoning(BenchHouse house, Acknowledged told) {
    this.house = house;
    this.told = told;
  }

  /// How many records are still on their way.
  long waiting() throws SQLException {
    return number("gift", "select count(*) from audit_outbox")
        + number("audit", "select count(*) from event_queue");
  }

  /// @param limit of the keys that have one
  Found run(Set<String> budgets, long limit) throws SQLException {
    Map<String, Long> records = pairs("audit", RECORDS);
    Set<String> changes = new HashSet<>(pairs("gift", counted(CHANGES)).keySet());
    told.recipients().forEach(recipient -> changes.add("recipient.create " + recipient));
    long lost = changes.stream().filter(change -> !records.containsKey(change)).count();
    long doubled =
        records.entrySet().stream()
            .filter(record ->
                record.getValue() > 1
                    || !record.getKey().startsWith("recipient.create")
                        && !changes.contains(record.getKey()))
            .count();
    Set<String> there = pairs("gift", counted(ofBudgets(budgets))).keySet();
    Set<String> acknowledged = new HashSet<>(told.gifts().values());
    return new Found(
        number("gift", "select count(*) from (" + OVERSPENT.formatted(limit) + ") as wrong"),
        number("gift", LEDGER),
        lost,
        doubled,
        acknowledged.stream().filter(gift -> !there.contains(gift)).count(),
        there.stream().filter(gift -> !acknowledged.contains(gift)).count() + told.twice().size());
  }

  private static String counted(String query) {
    return "select *, 1 from (" + query + ") as things";
  }

  private static String ofBudgets(Set<String> budgets) {
    return "select id from gift where budget_id in ('" + String.join("', '", budgets) + "')";
  }

  private long number(String database, String query) throws SQLException {
    try (Connection connection = house.connect(database);
        PreparedStatement statement = connection.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private Map<String, Long> pairs(String database, String query) throws SQLException {
    Map<String, Long> pairs = new HashMap<>();
    try (Connection connection = house.connect(database);
        PreparedStatement statement = connection.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        pairs.put(String.valueOf(row.getString(1)), row.getLong(2));
      }
    }
    return pairs;
  }
}
