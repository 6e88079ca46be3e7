package dev.giftwarden.gift.claim;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.gift.Life;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Makes the links by which recipients come to their gifts. A link is told once, to whoever made
/// it, and no reading ever tells it again: who has lost it makes another, and the one before is
/// dead.
@Singleton
public class Links {

  private final Tenant tenant;
  private final Life life;
  private final LinkTable links;
  private final ClaimAddress address;
  private final GiftAudit audit;
  private final RandomIds ids;
  private final InstantSource clock;

  Links(
      Tenant tenant,
      Life life,
      LinkTable links,
      ClaimAddress address,
      GiftAudit audit,
      RandomIds ids,
      InstantSource clock) {
    this.tenant = tenant;
    this.life = life;
    this.links = links;
    this.address = address;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  public Outcome<GiftLink> make(Caller.Partner caller, String id) {
    Optional<GiftId> known = GiftId.parse(id);
    Outcome<GiftLink> outcome =
        known
            .map(wanted ->
                tenant.in(TenantScope.of(caller), session -> make(session, caller, wanted)))
            .orElse(Outcome.refused(Reason.NOT_FOUND));
    return audit.concluded(caller, "gift.link.make", known.map(GiftId::value).orElse(""), outcome);
  }

  /// Locks the gift: of two that are made at once, the later one is the link.
  private Outcome<GiftLink> make(TenantSession session, Caller.Partner caller, GiftId id) {
    Instant now = clock.instant();
    Optional<Gift> found = life.hold(session, id);
    if (found.isEmpty()) {
      return Outcome.refused(Reason.NOT_FOUND);
    }
    Gift gift = found.get();
    if (gift.isOver(now)) {
      return Outcome.refused(Reason.NOT_LINKABLE);
    }
    if (gift.state() == GiftState.CREATED) {
      return Outcome.refused(Reason.NOT_SENT_YET);
    }
    LinkSecret secret = LinkSecret.next(ids);
    links.put(session, gift, secret, now);
    audit.done(session, caller, "gift.link.make", id.value(), gift.subAccount());
    return Outcome.done(new GiftLink(address.link(secret), gift.expiresAt()));
  }
}
