package dev.giftwarden.auth.idempotency;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.Claim;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.idempotency.OldRecordsTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.BooleanSupplier;

/// Remembers what each Idempotency-Key has led to, in the transaction that does it.
@ApplicationScoped
public class IdempotencyTable {
  /// Waits for a transaction that has the key but has not ended: if that one commits, this one
  /// finds its record below; if it rolls back, this one is the first.
  private static final String CLAIM =
      """
      insert into idempotency_record (account, holder, key_hash, fingerprint, target, created_at)
      values (:account, :holder, :key_hash, :fingerprint, :target, :at)
      on conflict do nothing
      """;

  private static final String FIND =
      """
      select fingerprint, target from idempotency_record
      where account = :account and holder = :holder and key_hash = :key_hash
      """;

  /// Acts in no account's path have their words in common.
  private static final String NO_ACCOUNT = "";

  private final Database database;
  private final OldRecordsTable old;

  IdempotencyTable(Database database) {
    this.database = database;
    this.old = new OldRecordsTable(database);
  }

  /// Words of two callers never meet, nor those of one caller in two accounts.
  @Transactional(Transactional.TxType.MANDATORY)
  Claim claim(Repeatable act, Attempt attempt, IdempotencyKey key) {
    byte[] fingerprint = key.fingerprint(attempt.request());
    int written =
        database
            .sql(CLAIM)
            .set("account", account(act))
            .set("holder", act.holder())
            .set("key_hash", key.hash())
            .set("fingerprint", fingerprint)
            .set("target", attempt.target())
            .set("at", attempt.at())
            .update();
    return written == 1 ? new Claim.First() : find(act, key, fingerprint);
  }

  private Claim find(Repeatable act, IdempotencyKey key, byte[] fingerprint) {
    return database
        .sql(FIND)
        .set("account", account(act))
        .set("holder", act.holder())
        .set("key_hash", key.hash())
        .only(row -> Claim.against(row.bytes("fingerprint"), row.text("target"), fingerprint));
  }

  private static String account(Repeatable act) {
    return act.account().map(AccountId::value).orElse(NO_ACCOUNT);
  }

  /// Deletes what was written more than a day ago; every replica may do it at once.
  public void forget(BooleanSupplier stopping) {
    old.deleteDue(stopping);
  }
}
