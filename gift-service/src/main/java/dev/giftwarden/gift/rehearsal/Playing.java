package dev.giftwarden.gift.rehearsal;

import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.gift.Cue;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.gift.Life;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Plays the parts of recipients in the test environment, through the life that every gift has: a
/// rehearsal moves money, writes records and can be too late as the real thing.
@Singleton
class Playing {
  private static final int MOST = 50;

  private final Tenant tenant;
  private final Life life;
  private final GiftAudit audit;
  private final InstantSource clock;

  Playing(Tenant tenant, Life life, GiftAudit audit, InstantSource clock) {
    this.tenant = tenant;
    this.life = life;
    this.audit = audit;
    this.clock = clock;
  }

  /// A gift that another replica has in hand is passed over.
  ///
  /// @return whether there may be more
  boolean playSome(TenantScope scope) {
    Instant now = clock.instant();
    return tenant.in(
        scope,
        session -> {
          List<Cue> cues = life.cues(session, MOST);
          cues.forEach(cue -> play(session, cue, now));
          return cues.size() == MOST;
        });
  }

  private void play(TenantSession session, Cue cue, Instant now) {
    switch (cue.rehearsal()) {
      case CLAIM_DECLINED -> {
        become(session, cue, GiftState.VIEWED, "gift.view", now);
        become(session, cue, GiftState.DECLINED, "gift.decline", now);
      }
      case DELIVERY_FAILED -> become(session, cue, GiftState.EXPIRED, "gift.expire", now);
      case BUDGET_EXHAUSTED, SPEND_LIMIT_EXCEEDED, BUSY, WEBHOOK_FAILING ->
          throw new IllegalStateException("nothing of this is played");
    }
  }

  private void become(TenantSession session, Cue cue, GiftState state, String action, Instant now) {
    if (life.become(session, cue.gift(), state, now).isPresent()) {
      audit.itself(session, action, cue.gift().value(), cue.subAccount(), now);
    }
  }
}
