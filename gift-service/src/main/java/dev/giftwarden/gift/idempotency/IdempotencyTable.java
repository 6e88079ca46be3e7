package dev.giftwarden.gift.idempotency;

import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.Claim;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;

/// Remembers what each Idempotency-Key has led to, in the transaction that does it.
@Singleton
class IdempotencyTable {

  /// Waits for a transaction that has the key but has not ended: if that one commits, this one
  /// finds its record below; if it rolls back, this one is the first.
  private static final String CLAIM =
      """
      insert into idempotency_record
             (account, environment, holder, key_hash, fingerprint, target, created_at)
      values (:account, :environment, :holder, :key_hash, :fingerprint, :target, :at)
      on conflict do nothing
      """;

  private static final String FIND =
      """
      select fingerprint, target
        from idempotency_record
       where account = :account and environment = :environment
         and holder = :holder and key_hash = :key_hash
      """;

  /// @param holder whose key it is: Idempotency-Keys of two API keys never meet
  Claim claim(TenantSession session, String holder, Attempt attempt, IdempotencyKey key) {
    byte[] fingerprint = key.fingerprint(attempt.request());
    int written =
        session
            .sql(CLAIM)
            .set("holder", holder)
            .set("key_hash", key.hash())
            .set("fingerprint", fingerprint)
            .set("target", attempt.target())
            .set("at", attempt.at())
            .update();
    return written == 1 ? new Claim.First() : find(session, holder, key, fingerprint);
  }

  private static Claim find(
      TenantSession session, String holder, IdempotencyKey key, byte[] fingerprint) {
    return session
        .sql(FIND)
        .set("holder", holder)
        .set("key_hash", key.hash())
        .first(row -> Claim.against(row.bytes("fingerprint"), row.text("target"), fingerprint))
        .orElseThrow();
  }
}
