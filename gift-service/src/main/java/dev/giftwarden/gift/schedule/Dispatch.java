package dev.giftwarden.gift.schedule;

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

/// Sends the gifts of one account whose time has come. Their money was held when they were asked
/// for, so nothing can be in the way but that somebody has cancelled them.
@Singleton
class Dispatch {
  /// Of one transaction: whoever cancels one of them waits for it.
  private static final int MOST = 50;

  private final Tenant tenant;
  private final Life life;
  private final GiftAudit audit;
  private final InstantSource clock;

  Dispatch(Tenant tenant, Life life, GiftAudit audit, InstantSource clock) {
    this.tenant = tenant;
    this.life = life;
    this.audit = audit;
    this.clock = clock;
  }

  /// A gift that another replica has in hand is passed over: each is sent once. What a replica had
  /// in hand when it ended is as it was.
  ///
  /// @return whether there may be more
  boolean sendSome(TenantScope scope) {
    Instant now = clock.instant();
    return tenant.in(
        scope,
        session -> {
          List<Gift> due = life.toSend(session, now, MOST);
          due.forEach(gift -> send(session, gift, now));
          return due.size() == MOST;
        });
  }

  private void send(TenantSession session, Gift gift, Instant now) {
    if (life.become(session, gift.id(), GiftState.SENT, now).isPresent()) {
      audit.itself(session, "gift.send", gift.id().value(), gift.subAccount(), now);
    }
  }
}
