package dev.giftwarden.auth.apikey.rotation;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/// Has one key take over from another.
@ApplicationScoped
class RotationTable {
  /// Of many that rotate a key at once one does. A key that has just begun has one millisecond left
  /// at least: it cannot end before it begins.
  private static final String ROTATE =
      """
      update api_key set successor = :successor, rotated_at = :now,
        epoch = epoch + case when :ends_tokens then 1 else 0 end,
        expires_at = least(expires_at, greatest(:ends, not_before + interval '1 millisecond'))
      where account = :account and id = :id
        and successor is null and revoked_at is null and not_before <= :now and expires_at > :now
      returning epoch
      """;

  private final Database database;

  RotationTable(Database database) {
    this.database = database;
  }

  /// The epoch of the old key from now on, a new one with `endsTokens`; empty where it cannot be
  /// rotated, now or any more.
  Optional<Long> rotate(
      AccountId account, KeyId id, KeyId successor, Instant now, Instant ends, boolean endsTokens) {
    return database
        .sql(ROTATE)
        .set("successor", successor.value())
        .set("now", now)
        .set("ends", ends)
        .set("ends_tokens", endsTokens)
        .set("account", account.value())
        .set("id", id.value())
        .first(row -> row.number("epoch"));
  }
}
