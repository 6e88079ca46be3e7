package dev.giftwarden.gift.expiry;

import dev.giftwarden.gift.audit.GiftAudit;
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

  private final Tenant tenant;
  private final Life life;
  private final GiftAudit audit;
  private final InstantSource clock;

  Expiry(Tenant tenant, Life life, GiftAudit audit, InstantSource clock) {
    this.tenant = tenant;
    this.life = life;
    this.audit = audit;
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
          due.forEach(gift -> expire(session, gift, now));
          return due.size() == MOST;
        });
  }

  private void expire(TenantSession session, Gift gift, Instant now) {
    if (life.become(session, gift.id(), GiftState.EXPIRED, now).isPresent()) {
      audit.itself(session, "gift.expire", gift.id().value(), gift.subAccount(), now);
    }
  }
}
