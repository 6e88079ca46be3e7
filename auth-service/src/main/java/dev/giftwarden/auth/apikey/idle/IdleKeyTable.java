package dev.giftwarden.auth.apikey.idle;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Revokes keys that nobody uses.
@ApplicationScoped
class IdleKeyTable {
  /// A key that another replica has in hand is passed over: each is revoked once. Nothing counts as
  /// unused from before its account's uses were written down, or while nothing of the account
  /// worked. A day more than the account has said: whoever was cut off from us has told by then.
  private static final String REVOKE =
      """
      with idle as (
        select k.id,
          greatest(u.used_at, k.created_at, k.not_before, a.uses_counted_from) as unused_since
        from account a
        join api_key k on k.account = a.id
        left join key_use u on u.key = k.id
        where a.idle_key_days is not null and a.suspended_at is null
          and k.revoked_at is null and k.expires_at > :now
          and greatest(u.used_at, k.created_at, k.not_before, a.uses_counted_from)
            < :now::timestamptz - make_interval(days => a.idle_key_days + 1)
        order by k.id
        limit :most
        for update of k skip locked
      )
      update api_key k set revoked_at = :now, epoch = k.epoch + 1
      from idle where k.id = idle.id
      returning k.id, k.account, k.environment, k.epoch, idle.unused_since
      """;

  private final Database database;

  IdleKeyTable(Database database) {
    this.database = database;
  }

  /// @param epoch the key's, from now on
  record Idle(
      KeyId id, AccountId account, Environment environment, long epoch, Instant unusedSince) {}

  /// How many are dead now, of at most so many.
  ///
  /// @param then what becomes true with each
  @Transactional
  int revoke(Instant now, int most, Consumer<Idle> then) {
    var idle = revoke(now, most);
    idle.forEach(then);
    return idle.size();
  }

  private List<Idle> revoke(Instant now, int most) {
    return database
        .sql(REVOKE)
        .set("now", now)
        .set("most", most)
        .list(row ->
            new Idle(
                new KeyId(row.text("id")),
                new AccountId(row.text("account")),
                Environment.of(row.text("environment")),
                row.number("epoch"),
                row.instant("unused_since")));
  }
}
