package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.recipient.Disclosure;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Gifts once they are sent: looking at them, and taking them back.
@Singleton
public class Gifts {

  private final Tenant tenant;
  private final GiftTable gifts;
  private final Life life;
  private final Idempotency idempotency;
  private final Disclosure disclosure;
  private final GiftAudit audit;
  private final InstantSource clock;

  Gifts(
      Tenant tenant,
      GiftTable gifts,
      Life life,
      Idempotency idempotency,
      Disclosure disclosure,
      GiftAudit audit,
      InstantSource clock) {
    this.tenant = tenant;
    this.gifts = gifts;
    this.life = life;
    this.idempotency = idempotency;
    this.disclosure = disclosure;
    this.audit = audit;
    this.clock = clock;
  }

  public Outcome<ShownGift> find(Caller.Partner caller, String id, Detail detail) {
    Optional<GiftId> known = GiftId.parse(id);
    Optional<ShownGift> found =
        known.flatMap(wanted ->
            tenant.look(TenantScope.of(caller), session -> show(session, caller, wanted, detail)));
    return audit.looked(caller, "gift.read", text(known), found);
  }

  /// The gift without anybody in it: nothing is revealed and no mask is needed.
  public Outcome<Gift> findStatus(Caller.Partner caller, String id) {
    Optional<GiftId> known = GiftId.parse(id);
    Optional<Gift> found =
        known.flatMap(
            wanted -> tenant.look(TenantScope.of(caller), session -> gifts.find(session, wanted)));
    return audit.looked(caller, "gift.status.read", text(known), found);
  }

  public Page<ShownGift> list(Caller.Partner caller, PageRequest page, Detail detail) {
    Page<ShownGift> found =
        tenant.look(
            TenantScope.of(caller),
            session ->
                gifts
                    .list(session, page)
                    .map(sent -> sent.show(disclosure, session, caller, detail)));
    audit.read(caller, "gift.list", "");
    return found;
  }

  /// Gives the money back to the budget it came from, and to the limit of the key that sent it.
  public Outcome<ShownGift> cancel(
      Caller.Partner caller, String id, Optional<IdempotencyKey> key, Detail detail) {
    Optional<GiftId> known = GiftId.parse(id);
    Outcome<ShownGift> outcome =
        known
            .map(wanted -> cancel(caller, wanted, key, detail))
            .orElse(Outcome.refused(Reason.NOT_FOUND));
    return audit.concluded(caller, "gift.cancel", text(known), outcome);
  }

  private Outcome<ShownGift> cancel(
      Caller.Partner caller, GiftId id, Optional<IdempotencyKey> key, Detail detail) {
    Instant now = clock.instant();
    return idempotency.once(
        caller,
        new Attempt(key, cancellation(id), id.value(), now),
        session -> cancel(session, caller, id, now, detail),
        (session, target) -> show(session, caller, new GiftId(target), detail));
  }

  static CanonicalRequest cancellation(GiftId id) {
    return new CanonicalRequest("giftwarden/gift-cancel/v1").text(id.value());
  }

  private Outcome<ShownGift> cancel(
      TenantSession session, Caller.Partner caller, GiftId id, Instant now, Detail detail) {
    Optional<Gift> cancelled = life.become(session, id, GiftState.CANCELLED, now);
    if (cancelled.isEmpty()) {
      return Outcome.refused(
          gifts.find(session, id).isPresent() ? Reason.NOT_CANCELLABLE : Reason.NOT_FOUND);
    }
    audit.done(session, caller, "gift.cancel", id.value(), cancelled.get().subAccount());
    // Of the gift's own sub-account, so who reaches the gift can reach the recipient.
    return Outcome.done(show(session, caller, id, detail).orElseThrow());
  }

  private Optional<ShownGift> show(
      TenantSession session, Caller.Partner caller, GiftId id, Detail detail) {
    return gifts
        .findWithRecipient(session, id)
        .map(sent -> sent.show(disclosure, session, caller, detail));
  }

  private static String text(Optional<GiftId> id) {
    return id.map(GiftId::value).orElse("");
  }
}
