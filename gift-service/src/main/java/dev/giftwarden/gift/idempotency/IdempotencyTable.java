package dev.giftwarden.gift.idempotency;

import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.security.MessageDigest;

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

  /// What became of an attempt to be the first with a key.
  sealed interface Claim {

    /// It is the first, and its record is written.
    record First() implements Claim {}

    /// The same request was here before and made `target`.
    record Again(String target) implements Claim {}

    /// The key was used for something else.
    record Reused() implements Claim {}
  }

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
        .<Claim>first(row ->
            MessageDigest.isEqual(row.bytes("fingerprint"), fingerprint)
                ? new Claim.Again(row.text("target"))
                : new Claim.Reused())
        .orElseThrow();
  }
}
