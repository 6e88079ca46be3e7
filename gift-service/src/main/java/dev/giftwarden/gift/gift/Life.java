package dev.giftwarden.gift.gift;

import dev.giftwarden.gift.budget.Hold;
import dev.giftwarden.gift.budget.Wallet;
import dev.giftwarden.gift.catalogue.Purchase;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.spending.KeyLimits;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Has gifts go on from one state to the next, and their money with them, in one transaction. Of
/// two who want one gift to go on at once, the second waits for the first and then finds a state
/// from which it may not.
@Singleton
public class Life {

  private final GiftTable gifts;
  private final WaitingGiftTable waiting;
  private final Wallet wallet;
  private final KeyLimits limits;

  Life(GiftTable gifts, WaitingGiftTable waiting, Wallet wallet, KeyLimits limits) {
    this.gifts = gifts;
    this.waiting = waiting;
    this.wallet = wallet;
    this.limits = limits;
  }

  public Optional<Gift> find(TenantSession session, GiftId id) {
    return gifts.find(session, id);
  }

  /// The gift as it is now, and until the transaction ends.
  public Optional<Gift> hold(TenantSession session, GiftId id) {
    return gifts.hold(session, id);
  }

  /// Some of the gifts whose time is over, for this transaction alone.
  public List<Gift> due(TenantSession session, Instant at, int most) {
    return waiting.due(session, at, most);
  }

  /// Some of the gifts that are to be sent, for this transaction alone.
  public List<Gift> toSend(TenantSession session, Instant at, int most) {
    return waiting.toSend(session, at, most);
  }

  /// Some of the gifts that wait for their part in a rehearsal, for this transaction alone.
  public List<Cue> cues(TenantSession session, int most) {
    return waiting.cues(session, most);
  }

  /// The gift as it is afterwards; empty, and nothing written, if it is not there or in a state
  /// that cannot become `state`.
  public Optional<Gift> become(TenantSession session, GiftId id, GiftState state, Instant at) {
    Optional<Gift> gone = gifts.become(session, id, state, at);
    gone.ifPresent(gift -> move(session, gift, at));
    return gone;
  }

  /// As [#become], for a gift whose recipient has chosen: what it costs is spent, and the rest goes
  /// back.
  ///
  /// @param chosen empty: there is nothing to choose
  public Optional<Gift> claim(
      TenantSession session, GiftId id, Optional<Purchase> chosen, Instant at) {
    Optional<Gift> gone =
        chosen
            .map(one -> gifts.claim(session, id, one, at))
            .orElseGet(() -> gifts.become(session, id, GiftState.CLAIMED, at));
    gone.ifPresent(gift -> move(session, gift, at));
    return gone;
  }

  private void move(TenantSession session, Gift gift, Instant at) {
    switch (gift.state().money()) {
      case STAYS -> {}
      case IS_SPENT -> {
        wallet.settle(session, gift.cost(), at);
        gift.rest().ifPresent(rest -> giveBack(session, gift, rest, at));
      }
      case GOES_BACK -> giveBack(session, gift, gift.hold(), at);
    }
  }

  /// To the budget it came from, and to the limit of the key that sent it; in this order, as
  /// [KeyLimits] says.
  private void giveBack(TenantSession session, Gift gift, Hold part, Instant at) {
    wallet.release(session, part, at);
    gift.charge().ifPresent(charge -> limits.giveBack(session, charge, part.amount()));
  }
}
