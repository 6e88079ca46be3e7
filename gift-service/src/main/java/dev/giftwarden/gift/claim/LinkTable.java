package dev.giftwarden.gift.claim;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// The links there are: one for each gift at most, as a hash.
@Singleton
class LinkTable {

  private static final String PUT =
      """
      insert into gift_link (gift_id, account, sub_account, environment, secret_hash, made_at)
      values (:gift_id, :account, :sub_account, :environment, :secret_hash, :at)
      on conflict (gift_id) do update
        set secret_hash = excluded.secret_hash, made_at = excluded.made_at
      """;

  /// What row-level security shows to whoever has a link: its row (migration `create_link`).
  private static final String SHOW = "select set_config('app.link', :hash, true);";

  private static final String FIND =
      "select gift_id, account, environment from gift_link where secret_hash = :hash";

  private final Database database;

  LinkTable(Database database) {
    this.database = database;
  }

  /// @param scope of the gift
  record Linked(GiftId gift, TenantScope scope) {}

  /// The one link of `gift` from now on.
  void put(TenantSession session, Gift gift, LinkSecret secret, Instant at) {
    session
        .sql(PUT)
        .set("gift_id", gift.id().value())
        .set("sub_account", gift.subAccount().map(sub -> sub.value()))
        .set("secret_hash", secret.hash())
        .set("at", at)
        .later();
  }

  /// Before it is known whose gift it is: not by the tenant, but by the secret.
  Optional<Linked> find(LinkSecret secret) {
    return database.session(session -> {
      session.enterWith(SHOW, Map.of("hash", HexFormat.of().formatHex(secret.hash())));
      return session
          .sql(FIND)
          .set("hash", secret.hash())
          .first(row ->
              new Linked(
                  new GiftId(row.text("gift_id")),
                  new TenantScope(
                      new AccountId(row.text("account")),
                      Optional.empty(),
                      Environment.of(row.text("environment")))));
    });
  }
}
