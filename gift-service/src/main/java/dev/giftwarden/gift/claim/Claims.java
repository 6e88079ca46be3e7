package dev.giftwarden.gift.claim;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.edge.record.Recorder;
import dev.giftwarden.gift.catalogue.Collection;
import dev.giftwarden.gift.catalogue.CollectionTable;
import dev.giftwarden.gift.catalogue.Purchase;
import dev.giftwarden.gift.catalogue.Sku;
import dev.giftwarden.gift.fulfilment.Delivery;
import dev.giftwarden.gift.fulfilment.DeliveryTable;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.gift.Life;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What recipients do. Their link is all they have and all they need; what it opens is one gift,
/// and nothing of it that would say who they are.
@Singleton
class Claims {

  private final Tenant tenant;
  private final LinkTable links;
  private final Life life;
  private final CollectionTable collections;
  private final RecipientTable recipients;
  private final DeliveryTable deliveries;
  private final WrongLinks wrong;
  private final TrustState trust;
  private final Recorder recorder;
  private final InstantSource clock;

  Claims(
      Tenant tenant,
      LinkTable links,
      Life life,
      CollectionTable collections,
      RecipientTable recipients,
      DeliveryTable deliveries,
      WrongLinks wrong,
      TrustState trust,
      Recorder recorder,
      InstantSource clock) {
    this.tenant = tenant;
    this.links = links;
    this.life = life;
    this.collections = collections;
    this.recipients = recipients;
    this.deliveries = deliveries;
    this.wrong = wrong;
    this.trust = trust;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// Whoever comes, and with what.
  ///
  /// @param from whom wrong links are counted to
  /// @param views whether the gift is a viewed one from now on
  record Visit(Optional<LinkSecret> secret, Origin origin, ByteBuffer from, boolean views) {}

  /// What is done with a gift that waits; a face: nothing was, and it is shown instead.
  private interface Act {
    Optional<Face> on(TenantSession session, Gift gift, Recipient recipient, Instant at);
  }

  /// Where a gift goes, and what it is to be.
  ///
  /// @param choice empty: none was made
  record Wish(Delivery delivery, Optional<Sku> choice) {}

  /// The first look makes a gift a viewed one.
  Face look(Visit visit) {
    return visit(visit, "gift.view", (_, _, _, _) -> Optional.empty());
  }

  /// @return [Face.Waiting] where something has to be chosen, and what was cannot be had
  Face claim(Visit visit, Wish wish) {
    return visit(
        visit,
        "gift.claim",
        (session, gift, recipient, at) -> claim(session, gift, recipient, wish, at));
  }

  private Optional<Face> claim(
      TenantSession session, Gift gift, Recipient recipient, Wish wish, Instant at) {
    Optional<Collection> offered = offered(session, gift);
    Optional<Purchase> chosen =
        offered.flatMap(from -> wish.choice().flatMap(sku -> from.purchase(sku, gift.value())));
    if (offered.isPresent() && chosen.isEmpty()) {
      return Optional.of(waiting(gift, offered));
    }
    Delivery delivery = wish.delivery();
    Optional<byte[]> sealed =
        recipient.sealDelivery(gift.id(), delivery.name(), delivery.address());
    if (sealed.isEmpty()) {
      session.undo();
      return Optional.of(new Face.Later());
    }
    // Last, as from here on the rows of budget and limit are locked.
    Gift claimed = life.claim(session, gift.id(), chosen, at).orElseThrow();
    deliveries.insert(session, claimed, sealed.get(), at);
    return Optional.empty();
  }

  /// As it is now: what counts is what it costs when it is claimed.
  private Optional<Collection> offered(TenantSession session, Gift gift) {
    return gift.selection().flatMap(from -> collections.find(session, from.collection()));
  }

  private static Face waiting(Gift gift, Optional<Collection> offered) {
    return new Face.Waiting(
        gift, offered.map(from -> from.choices(gift.value())).orElse(List.of()));
  }

  Face decline(Visit visit) {
    return visit(
        visit,
        "gift.decline",
        (session, gift, _, at) -> {
          var _ = life.become(session, gift.id(), GiftState.DECLINED, at).orElseThrow();
          return Optional.empty();
        });
  }

  private Face visit(Visit visit, String action, Act act) {
    if (wrong.isBeyond(visit.from())) {
      return new Face.TooMany();
    }
    Optional<LinkTable.Linked> linked = visit.secret().flatMap(links::find);
    if (linked.isEmpty()) {
      wrong.count(visit.from());
      recorder.strangerRefused(Recorder.begin(visit.origin(), action), Refusal.NOT_VISIBLE);
      return new Face.Nothing();
    }
    LinkTable.Linked found = linked.get();
    if (trust.isSuspended(found.scope().account())) {
      return new Face.Nothing();
    }
    return tenant.in(
        found.scope(), session -> visit(session, new Guest(found, visit), action, act));
  }

  private record Guest(LinkTable.Linked link, Visit visit) {}

  /// The recipient and then the gift are locked, as by whoever erases: of many who claim a gift at
  /// once one finds it waiting.
  private Face visit(TenantSession session, Guest guest, String action, Act act) {
    Instant now = clock.instant();
    GiftId id = guest.link().gift();
    Recipient recipient =
        recipients
            .findToGive(session, life.find(session, id).orElseThrow().recipient())
            .orElseThrow();
    Gift gift = life.hold(session, id).orElseThrow();
    boolean over = gift.isOver(now) && gift.state() != GiftState.DECLINED;
    if (over || recipient.erasedAt().isPresent()) {
      return new Face.Nothing();
    }
    boolean views = guest.visit().views();
    if (views && life.become(session, id, GiftState.VIEWED, now).isPresent()) {
      record(session, guest, "gift.view", gift);
    }
    if (!waits(gift)) {
      return new Face.Status(gift);
    }
    Optional<Face> instead = act.on(session, gift, recipient, now);
    if (instead.isPresent()) {
      return instead.get();
    }
    Gift after = life.find(session, id).orElseThrow();
    if (waits(after)) {
      return waiting(after, offered(session, after));
    }
    record(session, guest, action, gift);
    return new Face.Status(after);
  }

  private static boolean waits(Gift gift) {
    return gift.state() == GiftState.SENT || gift.state() == GiftState.VIEWED;
  }

  private void record(TenantSession session, Guest guest, String action, Gift gift) {
    var scope = guest.link().scope();
    session.record(
        recorder.done(
            Recorder.begin("link:" + gift.id().value(), guest.visit().origin(), action)
                .account(scope.account().value())
                .environment(scope.environment().text())
                .subAccount(gift.subAccount().map(sub -> sub.value()).orElse(""))
                .target(gift.id().value())));
  }
}
