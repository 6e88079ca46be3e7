package dev.giftwarden.gift.idempotency;

import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.Claim;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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

  /// As [#CLAIM], for many at once; always in the order of the hashes, so that of two who want some
  /// of the same one waits for the other and nobody for each other.
  private static final String CLAIM_ALL =
      """
      insert into idempotency_record
             (account, environment, holder, key_hash, fingerprint, target, created_at)
      select cast(:account as text), cast(:environment as text), cast(:holder as text),
             decode(wanted.key_hash, 'hex'), decode(wanted.fingerprint, 'hex'), wanted.target,
             cast(:at as timestamptz)
        from unnest(:key_hashes, :fingerprints, :targets) as wanted (key_hash, fingerprint, target)
       order by wanted.key_hash
      on conflict do nothing
      """;

  private static final String FIND_ALL =
      """
      select encode(key_hash, 'hex') as key_hash, fingerprint, target
        from idempotency_record
       where account = :account and environment = :environment and holder = :holder
         and key_hash = any (array(select decode(wanted, 'hex') from unnest(:key_hashes) as wanted))
      """;

  /// What has become of these before; what is not among them has not been here. Nothing is written.
  Map<Attempt, Claim> find(TenantSession session, String holder, List<Attempt> attempts) {
    Map<String, Attempt> byHash = new HashMap<>();
    attempts.forEach(one -> byHash.put(hash(one), one));
    Map<Attempt, Claim> found = new HashMap<>();
    session
        .sql(FIND_ALL)
        .set("holder", holder)
        .set("key_hashes", byHash.keySet().toArray(String[]::new))
        .forEach(
            0,
            row -> {
              Attempt attempt = Objects.requireNonNull(byHash.get(row.text("key_hash")));
              byte[] fingerprint = attempt.key().orElseThrow().fingerprint(attempt.request());
              found.put(
                  attempt,
                  Claim.against(row.bytes("fingerprint"), row.text("target"), fingerprint));
            });
    return found;
  }

  /// Waits as [#claim] does.
  ///
  /// @return false: another had one of them meanwhile, and the transaction is of no use
  boolean claim(TenantSession session, String holder, List<Attempt> attempts, Instant at) {
    int written =
        session
            .sql(CLAIM_ALL)
            .set("holder", holder)
            .set("key_hashes", texts(attempts, IdempotencyTable::hash))
            .set(
                "fingerprints",
                texts(attempts, one -> hex(one.key().orElseThrow().fingerprint(one.request()))))
            .set("targets", texts(attempts, Attempt::target))
            .set("at", at)
            .update();
    return written == attempts.size();
  }

  private static String[] texts(List<Attempt> attempts, Function<Attempt, String> text) {
    return attempts.stream().map(text).toArray(String[]::new);
  }

  private static String hash(Attempt attempt) {
    return hex(attempt.key().orElseThrow().hash());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
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
        .first(row -> Claim.against(row.bytes("fingerprint"), row.text("target"), fingerprint))
        .orElseThrow();
  }
}
