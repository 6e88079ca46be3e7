package dev.giftwarden.gift.ledger;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.Many;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.util.List;

/// The double-entry ledger: written in the transaction that moves the money, never changed. The
/// migration `create_ledger` says what the database itself holds true of it.
@Singleton
public class LedgerTable {

  private static final String RECORD =
      """
      insert into ledger_line (entry_id, line, account, sub_account, environment, book, budget_id,
                               gift_id, amount, currency, version, balance, recorded_at)
      select given.entry_id, side.line, cast(:account as text), given.sub_account,
             cast(:environment as text),
             case side.line when 1 then 'available' else given.book end,
             given.budget_id, given.gift_id,
             case side.line when 1 then given.amount else - given.amount end, given.currency,
             case side.line when 1 then given.version end,
             case side.line when 1 then given.balance end,
             cast(given.recorded_at as timestamptz)
        from unnest(:entry_ids, :given_sub_accounts, :books, :budget_ids, :gift_ids, :amounts,
                    :currencies, :versions, :balances, :recorded_ats)
          as given (entry_id, sub_account, book, budget_id, gift_id, amount, currency, version,
                    balance, recorded_at)
       cross join (values (1), (2)) as side (line)
      """;

  private static final String SETTLE =
      """
      insert into ledger_line (entry_id, line, account, sub_account, environment, book, budget_id,
                               gift_id, amount, currency, version, balance, recorded_at)
      values (:entry_id, 1, :account, :sub_account, :environment, :from, :budget_id,
              :gift_id, - :amount, :currency, null, null, :at),
             (:entry_id, 2, :account, :sub_account, :environment, :to, :budget_id,
              :gift_id, :amount, :currency, null, null, :at)
      """;

  private final RandomIds ids;

  LedgerTable(RandomIds ids) {
    this.ids = ids;
  }

  public void record(TenantSession session, LedgerEntry entry) {
    record(session, List.of(entry));
  }

  /// All by one statement.
  public void record(TenantSession session, List<LedgerEntry> entries) {
    session
        .sql(RECORD)
        .set("entry_ids", Many.texts(entries, _ -> "ent_" + ids.next()))
        .set(
            "given_sub_accounts",
            Many.optionals(entries, entry -> entry.subAccount().map(SubAccountId::value)))
        .set("books", Many.texts(entries, entry -> entry.otherSide().text()))
        .set("budget_ids", Many.texts(entries, entry -> entry.budget().value()))
        .set("gift_ids", Many.optionals(entries, entry -> entry.gift().map(GiftId::value)))
        .set("amounts", Many.numbers(entries, LedgerEntry::toAvailable))
        .set("currencies", Many.texts(entries, entry -> entry.currency().value()))
        .set("versions", Many.numbers(entries, entry -> entry.after().version()))
        .set("balances", Many.numbers(entries, entry -> entry.after().available()))
        .set("recorded_ats", Many.texts(entries, entry -> entry.at().toString()))
        .later();
  }

  public void settle(TenantSession session, Settlement settlement) {
    session
        .sql(SETTLE)
        .set("entry_id", "ent_" + ids.next())
        .set("sub_account", settlement.subAccount().map(SubAccountId::value))
        .set("from", Book.COMMITTED.text())
        .set("to", Book.SPENT.text())
        .set("budget_id", settlement.budget().value())
        .set("gift_id", settlement.gift().value())
        .set("amount", settlement.amount().minor())
        .set("currency", settlement.amount().currency().value())
        .set("at", settlement.at())
        .later();
  }
}
