package dev.giftwarden.gift.fulfilment;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.gift.Life;
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

/// What whoever ships gifts does. A gift that nobody has claimed does not exist here.
@Singleton
public class Fulfilments {

  private final Tenant tenant;
  private final DeliveryTable deliveries;
  private final Life life;
  private final Idempotency idempotency;
  private final Disclosure disclosure;
  private final GiftAudit audit;
  private final InstantSource clock;

  Fulfilments(
      Tenant tenant,
      DeliveryTable deliveries,
      Life life,
      Idempotency idempotency,
      Disclosure disclosure,
      GiftAudit audit,
      InstantSource clock) {
    this.tenant = tenant;
    this.deliveries = deliveries;
    this.life = life;
    this.idempotency = idempotency;
    this.disclosure = disclosure;
    this.audit = audit;
    this.clock = clock;
  }

  /// A step that a caller has a claimed gift take.
  ///
  /// @param action the word in the audit log
  /// @param otherwise why not, where the gift is in another state
  private record Step(String action, GiftState state, Reason otherwise, CanonicalRequest request) {}

  /// What goes with a step, in its transaction.
  private interface Beside {
    void in(TenantSession session);
  }

  public Page<ShownFulfilment> list(Caller.Partner caller, PageRequest page) {
    Page<ShownFulfilment> found =
        tenant.look(
            TenantScope.of(caller),
            session -> deliveries.list(session, page).map(one -> show(session, caller, one)));
    audit.read(caller, "fulfilment.list", "");
    return found;
  }

  public Outcome<ShownFulfilment> find(Caller.Partner caller, String id) {
    Optional<GiftId> known = GiftId.parse(id);
    Optional<ShownFulfilment> found =
        known.flatMap(wanted ->
            tenant.look(TenantScope.of(caller), session -> find(session, caller, wanted)));
    return audit.looked(caller, "fulfilment.read", text(known), found);
  }

  public Outcome<ShownFulfilment> ship(
      Caller.Partner caller, String id, Shipment shipment, Optional<IdempotencyKey> key) {
    Optional<GiftId> known = GiftId.parse(id);
    var request = new CanonicalRequest("giftwarden/gift-ship/v1").text(text(known));
    var step =
        new Step("gift.ship", GiftState.SHIPPED, Reason.NOT_SHIPPABLE, shipment.describe(request));
    return take(
        caller,
        known,
        step,
        key,
        session -> deliveries.ship(session, known.orElseThrow(), shipment));
  }

  public Outcome<ShownFulfilment> deliver(
      Caller.Partner caller, String id, Optional<IdempotencyKey> key) {
    Optional<GiftId> known = GiftId.parse(id);
    var request = new CanonicalRequest("giftwarden/gift-deliver/v1").text(text(known));
    var step = new Step("gift.deliver", GiftState.DELIVERED, Reason.NOT_DELIVERABLE, request);
    return take(caller, known, step, key, _ -> {});
  }

  private Outcome<ShownFulfilment> take(
      Caller.Partner caller,
      Optional<GiftId> known,
      Step step,
      Optional<IdempotencyKey> key,
      Beside beside) {
    Instant now = clock.instant();
    Outcome<ShownFulfilment> outcome =
        known
            .map(id ->
                idempotency.once(
                    caller,
                    new Attempt(key, step.request(), id.value(), now),
                    session -> take(session, caller, id, step, now, beside),
                    (session, target) -> find(session, caller, new GiftId(target))))
            .orElse(Outcome.refused(Reason.NOT_FOUND));
    return audit.concluded(caller, step.action(), text(known), outcome);
  }

  private Outcome<ShownFulfilment> take(
      TenantSession session,
      Caller.Partner caller,
      GiftId id,
      Step step,
      Instant now,
      Beside beside) {
    if (deliveries.find(session, id).isEmpty()) {
      return Outcome.refused(Reason.NOT_FOUND);
    }
    var taken = life.become(session, id, step.state(), now);
    if (taken.isEmpty()) {
      return Outcome.refused(step.otherwise());
    }
    beside.in(session);
    audit.done(session, caller, step.action(), id.value(), taken.get().subAccount());
    return Outcome.done(find(session, caller, id).orElseThrow());
  }

  private Optional<ShownFulfilment> find(TenantSession session, Caller.Partner caller, GiftId id) {
    return deliveries.find(session, id).map(one -> show(session, caller, one));
  }

  private ShownFulfilment show(TenantSession session, Caller.Partner caller, Fulfilment one) {
    return new ShownFulfilment(one, disclosure.show(session, caller, one.to()));
  }

  private static String text(Optional<GiftId> id) {
    return id.map(GiftId::value).orElse("");
  }
}
