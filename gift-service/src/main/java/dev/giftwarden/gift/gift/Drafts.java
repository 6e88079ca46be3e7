package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.budget.Budget;
import dev.giftwarden.gift.budget.Hold;
import dev.giftwarden.gift.campaign.Campaign;
import dev.giftwarden.gift.catalogue.Collection;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.recipient.NewRecipients;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.spending.Charge;
import dev.giftwarden.gift.spending.KeyLimits;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes gifts of orders as far as no money has to move for it: the same rules for one that is sent
/// by itself and for one of many.
@Singleton
class Drafts {

  private final KeyLimits limits;
  private final NewRecipients made;
  private final RecipientTable recipients;
  private final NewGiftTable gifts;
  private final GiftAudit audit;

  Drafts(
      KeyLimits limits,
      NewRecipients made,
      RecipientTable recipients,
      NewGiftTable gifts,
      GiftAudit audit) {
    this.limits = limits;
    this.made = made;
    this.recipients = recipients;
    this.gifts = gifts;
    this.audit = audit;
  }

  /// A gift that waits for its money, and of which nothing is written yet.
  ///
  /// @param available what its budget had when it was looked at
  /// @param isForSomebodyNew whether its recipient is not written either
  record Draft(GiftWithRecipient sent, long available, boolean isForSomebodyNew) {
    Hold hold() {
      return sent.gift().hold();
    }
  }

  /// Who will be what before anything else is known of it.
  record Begun(GiftId id, Instant at) {}

  /// What the caller reaches of what an order names.
  interface Known {
    Optional<Campaign> campaign(CampaignId id);

    Optional<Budget> budget(BudgetId id);

    Optional<Collection> collection(CollectionId id);

    /// It stays what it is until the transaction ends.
    Optional<Recipient> recipient(RecipientId id);
  }

  Outcome<Draft> draft(
      TenantSession session, Caller.Partner caller, GiftOrder order, Begun begun, Known known) {
    return Wanted.of(order, known)
        .then(wanted ->
            order
                .timing()
                .term(begun.at(), wanted.lifetime())
                .then(term ->
                    limits
                        .charge(caller, wanted.value(), begun.at())
                        .then(charge ->
                            draft(
                                session,
                                wanted,
                                begun,
                                known,
                                new Terms(order.timing(), term, charge)))));
  }

  /// What is true of a gift whatever it is paid from.
  private record Terms(Timing timing, Timing.Term term, Optional<Charge> charge) {}

  private Outcome<Draft> draft(
      TenantSession session, Wanted wanted, Begun begun, Known known, Terms terms) {
    return budget(wanted, known)
        .then(budget ->
            recipient(session, wanted.to(), budget, begun, known)
                .then(recipient -> Rehearsal.admit(session.scope().environment(), recipient))
                .map(recipient -> draft(wanted, begun, budget, recipient, terms)));
  }

  private static Outcome<Budget> budget(Wanted wanted, Known known) {
    Optional<Budget> found = known.budget(wanted.budget());
    if (found.isEmpty()) {
      return Outcome.refused(Reason.BUDGET_UNKNOWN);
    }
    return found.get().granted().currency().equals(wanted.value().currency())
        ? Outcome.done(found.get())
        : Outcome.refused(wanted.otherCurrency());
  }

  private Outcome<Recipient> recipient(
      TenantSession session, GiftOrder.To to, Budget budget, Begun begun, Known known) {
    return switch (to) {
      case GiftOrder.To.Somebody(var person) ->
          Outcome.done(made.make(session.scope(), budget.subAccount(), person, begun.at()));
      case GiftOrder.To.Known(RecipientId id) ->
          known
              .recipient(id)
              .map(found -> mayGet(found, budget))
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

  private static Draft draft(
      Wanted wanted, Begun begun, Budget budget, Recipient recipient, Terms terms) {
    Gift gift =
        new Gift(
            begun.id(),
            budget.subAccount(),
            budget.id(),
            recipient.id(),
            wanted.value(),
            terms.timing().sendAt().isEmpty()
                ? Timeline.sent(begun.at())
                : Timeline.created(begun.at()),
            terms.timing().sendAt(),
            Optional.of(terms.term().expires()),
            terms.charge(),
            wanted.campaign(),
            wanted.selection(),
            Optional.empty());
    return new Draft(
        new GiftWithRecipient(gift, recipient, wanted.message()),
        budget.available(),
        wanted.to() instanceof GiftOrder.To.Somebody);
  }

  /// Everything of them but their money, which the same transaction reserves or is undone. It
  /// travels with the next statement.
  void write(TenantSession session, Caller.Partner caller, List<Draft> drafts) {
    if (drafts.isEmpty()) {
      return;
    }
    recipients.insert(
        session,
        drafts.stream()
            .filter(Draft::isForSomebodyNew)
            .map(draft -> draft.sent().recipient())
            .toList());
    gifts.insert(session, drafts.stream().map(Draft::sent).toList());
    for (Draft draft : drafts) {
      Gift gift = draft.sent().gift();
      String action = gift.state() == GiftState.CREATED ? "gift.create" : "gift.send";
      audit.done(session, caller, action, gift.id().value(), gift.subAccount());
    }
  }
}
