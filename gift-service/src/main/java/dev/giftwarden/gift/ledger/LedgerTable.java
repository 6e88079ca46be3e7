package dev.giftwarden.gift.ledger;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;

/// The double-entry ledger: written in the transaction that moves the money, never changed. The
/// migration `create_ledger` says what the database itself holds true of it.
@Singleton
public class LedgerTable {

  private static final String RECORD =
      """
      insert into ledger_line (entry_id, line, account, sub_account, environment, book, budget_id,
                               gift_id, amount, currency, version, balance, recorded_at)
      values (:entry_id, 1, :account, :sub_account, :environment, 'available', :budget_id,
              :gift_id, :amount, :currency, :version, :balance, :at),
             (:entry_id, 2, :account, :sub_account, :environment, :book, :budget_id,
              :gift_id, - :amount, :currency, null, null, :at)
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
    session
        .sql(RECORD)
        .set("entry_id", "ent_" + ids.next())
        .set("sub_account", entry.subAccount().map(SubAccountId::value))
        .set("book", entry.otherSide().text())
        .set("budget_id", entry.budget().value())
        .set("gift_id", entry.gift().map(GiftId::value))
        .set("amount", entry.toAvailable())
        .set("currency", entry.currency().value())
        .set("version", entry.after().version())
        .set("balance", entry.after().available())
        .set("at", entry.at())
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
