package dev.giftwarden.gift.claim;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.edge.record.Recorder;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.gift.Life;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What recipients do. Their link is all they have and all they need; what it opens is one gift,
/// and nothing of it that would say who they are.
@Singleton
class Claims {

  private final Tenant tenant;
  private final LinkTable links;
  private final Life life;
  private final Deliveries deliveries;
  private final WrongLinks wrong;
  private final Recorder recorder;
  private final InstantSource clock;

  Claims(
      Tenant tenant,
      LinkTable links,
      Life life,
      Deliveries deliveries,
      WrongLinks wrong,
      Recorder recorder,
      InstantSource clock) {
    this.tenant = tenant;
    this.links = links;
    this.life = life;
    this.deliveries = deliveries;
    this.wrong = wrong;
    this.recorder = recorder;
    this.clock = clock;
  }

  /// Whoever comes, and with what.
  ///
  /// @param from whom wrong links are counted to
  /// @param views whether the gift is a viewed one from now on
  record Visit(Optional<LinkSecret> secret, Origin origin, ByteBuffer from, boolean views) {}

  /// What is done with a gift that waits.
  private interface Act {
    boolean on(TenantSession session, Gift gift, Instant at);
  }

  /// The first look makes a gift a viewed one.
  Face look(Visit visit) {
    return visit(visit, "gift.view", (_, _, _) -> false);
  }

  Face claim(Visit visit, Face.Delivery delivery) {
    return visit(
        visit,
        "gift.claim",
        (session, gift, at) ->
            deliveries.keep(session, gift, delivery, at)
                && life.become(session, gift.id(), GiftState.CLAIMED, at).isPresent());
  }

  Face decline(Visit visit) {
    return visit(
        visit,
        "gift.decline",
        (session, gift, at) -> life.become(session, gift.id(), GiftState.DECLINED, at).isPresent());
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
    return tenant.in(
        found.scope(), session -> visit(session, new Guest(found, visit), action, act));
  }

  private record Guest(LinkTable.Linked link, Visit visit) {}

  /// The gift is locked first: of many who claim it at once one finds it waiting.
  private Face visit(TenantSession session, Guest guest, String action, Act act) {
    Instant now = clock.instant();
    Gift gift = life.hold(session, guest.link().gift()).orElseThrow();
    if (gift.isOver(now) && gift.state() != GiftState.DECLINED) {
      return new Face.Nothing();
    }
    boolean views = guest.visit().views();
    if (views && life.become(session, gift.id(), GiftState.VIEWED, now).isPresent()) {
      record(session, guest, "gift.view", gift);
    }
    if (waits(gift) && act.on(session, gift, now)) {
      record(session, guest, action, gift);
    }
    Gift after = life.hold(session, gift.id()).orElseThrow();
    return waits(after) ? new Face.Waiting(after) : new Face.Status(after);
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
