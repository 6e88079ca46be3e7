package dev.giftwarden.gift.expiry;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.gift.Life;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Ends the gifts of one account whose time is over: their money goes back.
@Singleton
class Expiry {
  /// Of one transaction: no budget is locked for long.
  private static final int MOST = 50;

  private static final SpiffeId.Service GIFT = new SpiffeId.Service("gift");

  private final Tenant tenant;
  private final Life life;
  private final InstantSource clock;

  Expiry(Tenant tenant, Life life, InstantSource clock) {
    this.tenant = tenant;
    this.life = life;
    this.clock = clock;
  }

  /// A gift that another replica has in hand is passed over: each expires once.
  ///
  /// @return whether there may be more
  boolean expireSome(TenantScope scope) {
    Instant now = clock.instant();
    return tenant.in(
        scope,
        session -> {
          List<Gift> due = life.due(session, now, MOST);
          due.forEach(gift -> expire(session, scope, gift, now));
          return due.size() == MOST;
        });
  }

  private void expire(TenantSession session, TenantScope scope, Gift gift, Instant now) {
    if (life.become(session, gift.id(), GiftState.EXPIRED, now).isPresent()) {
      session.record(
          AuditEvent.of(GIFT.uri(), "gift.expire")
              .account(scope.account().value())
              .environment(scope.environment().text())
              .subAccount(gift.subAccount().map(SubAccountId::value).orElse(""))
              .target(gift.id().value())
              .succeeded(now));
    }
  }
}
