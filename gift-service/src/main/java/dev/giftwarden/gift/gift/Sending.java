package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.budget.Budget;
import dev.giftwarden.gift.budget.Wallet;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.recipient.Disclosure;
import dev.giftwarden.gift.recipient.NewRecipients;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.spending.Charge;
import dev.giftwarden.gift.spending.KeyLimits;
import dev.giftwarden.gift.tenant.TenantSession;
import dev.giftwarden.gift.watching.SentGifts;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Sends a gift: the reservation, the ledger entry, what the key spends, the gift, its recipient,
/// the idempotency record and the audit record are one transaction, so there is never one of them
/// without the others.
@Singleton
public class Sending {

  /// How long a gift can be claimed: a season, as gift cards and parcels have it. The money of one
  /// that nobody wants is not held for ever.
  static final Duration LIFETIME = Duration.ofDays(90);

  private final Idempotency idempotency;
  private final Wallet wallet;
  private final KeyLimits limits;
  private final NewRecipients made;
  private final RecipientTable recipients;
  private final GiftTable gifts;
  private final Disclosure disclosure;
  private final GiftAudit audit;
  private final SentGifts sent;
  private final RandomIds ids;
  private final InstantSource clock;

  Sending(
      Idempotency idempotency,
      Wallet wallet,
      KeyLimits limits,
      NewRecipients made,
      RecipientTable recipients,
      GiftTable gifts,
      Disclosure disclosure,
      GiftAudit audit,
      SentGifts sent,
      RandomIds ids,
      InstantSource clock) {
    this.idempotency = idempotency;
    this.wallet = wallet;
    this.limits = limits;
    this.made = made;
    this.recipients = recipients;
    this.gifts = gifts;
    this.disclosure = disclosure;
    this.audit = audit;
    this.sent = sent;
    this.ids = ids;
    this.clock = clock;
  }

  /// What is known of a gift before anything else is.
  private record Begun(GiftId id, Instant at, Optional<Charge> charge) {}

  public Outcome<ShownGift> send(
      Caller.Partner caller, GiftOrder order, Optional<IdempotencyKey> key, Detail detail) {
    GiftId id = GiftId.next(ids);
    Instant now = clock.instant();
    Outcome<ShownGift> outcome =
        idempotency.once(
            caller,
            new Attempt(key, order.canonical(), id.value(), now),
            session ->
                limits
                    .charge(caller, order.value(), now)
                    .then(charge -> send(session, caller, order, new Begun(id, now, charge)))
                    .map(sent -> sent.show(disclosure, session, caller, detail)),
            (session, target) -> find(session, caller, new GiftId(target), detail));
    sent.count(outcome);
    return audit.concluded(caller, "gift.send", target(outcome), outcome);
  }

  private Outcome<GiftWithRecipient> send(
      TenantSession session, Caller.Partner caller, GiftOrder order, Begun begun) {
    Optional<Budget> found = wallet.find(session, order.budget());
    if (found.isEmpty()) {
      return Outcome.refused(Reason.BUDGET_UNKNOWN);
    }
    Budget budget = found.get();
    if (!budget.granted().currency().equals(order.value().currency())) {
      return Outcome.refused(Reason.CURRENCY_DIFFERS);
    }
    return recipient(session, order.to(), budget, begun.at())
        .then(recipient ->
            send(
                session,
                caller,
                new GiftWithRecipient(
                    gift(order, begun, budget, recipient), recipient, order.message())));
  }

  private Outcome<Recipient> recipient(
      TenantSession session, GiftOrder.To to, Budget budget, Instant now) {
    return switch (to) {
      case GiftOrder.To.Somebody(var person) -> {
        var added = made.make(session.scope(), budget.subAccount(), person, now);
        recipients.insert(session, added);
        yield Outcome.done(added);
      }
      case GiftOrder.To.Known(RecipientId id) ->
          recipients
              .findToGive(session, id)
              .map(known -> mayGet(known, budget))
              .orElse(Outcome.refused(Reason.RECIPIENT_UNKNOWN));
    };
  }

  private static Outcome<Recipient> mayGet(Recipient known, Budget budget) {
    if (!known.subAccount().equals(budget.subAccount())) {
      return Outcome.refused(Reason.RECIPIENT_ELSEWHERE);
    }
    return known.erasedAt().isPresent()
        ? Outcome.refused(Reason.RECIPIENT_ERASED)
        : Outcome.done(known);
  }

  /// The rows of budget and limit stay locked from here to the end of the transaction, so this
  /// comes last; and always in this order, as [KeyLimits] says. What is written before travels with
  /// the reservation, what comes behind it with the commit.
  private Outcome<GiftWithRecipient> send(
      TenantSession session, Caller.Partner caller, GiftWithRecipient sent) {
    Gift gift = sent.gift();
    gifts.insert(session, sent);
    audit.done(session, caller, "gift.send", gift.id().value(), gift.subAccount());
    if (!wallet.reserve(session, gift.hold(), gift.timeline().sentAt())) {
      return Outcome.refused(Reason.BUDGET_EXHAUSTED);
    }
    return limits.spend(session, caller, gift.value(), gift.timeline().sentAt()).map(_ -> sent);
  }

  private static Gift gift(GiftOrder order, Begun begun, Budget budget, Recipient recipient) {
    return new Gift(
        begun.id(),
        budget.subAccount(),
        budget.id(),
        recipient.id(),
        order.value(),
        Timeline.sent(begun.at()),
        Optional.of(begun.at().plus(LIFETIME)),
        begun.charge());
  }

  private Optional<ShownGift> find(
      TenantSession session, Caller.Partner caller, GiftId id, Detail detail) {
    return gifts
        .findWithRecipient(session, id)
        .map(sent -> sent.show(disclosure, session, caller, detail));
  }

  private static String target(Outcome<ShownGift> outcome) {
    return switch (outcome) {
      case Outcome.Done<ShownGift>(ShownGift sent, _) -> sent.gift().id().value();
      case Outcome.Refused<ShownGift> _ -> "";
    };
  }
}
