package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.budget.Budget;
import dev.giftwarden.gift.budget.Wallet;
import dev.giftwarden.gift.campaign.Campaign;
import dev.giftwarden.gift.campaign.CampaignTable;
import dev.giftwarden.gift.catalogue.Collection;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.CollectionTable;
import dev.giftwarden.gift.gift.Drafts.Begun;
import dev.giftwarden.gift.gift.Drafts.Draft;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.recipient.Disclosure;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.spending.KeyLimits;
import dev.giftwarden.gift.tenant.TenantSession;
import dev.giftwarden.gift.watching.SentGifts;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Sends a gift: the reservation, the ledger entry, what the key spends, the gift, its recipient,
/// the idempotency record and the audit record are one transaction, so there is never one of them
/// without the others.
@Singleton
public class Sending {

  private final Idempotency idempotency;
  private final Wallet wallet;
  private final KeyLimits limits;
  private final Drafts drafts;
  private final CampaignTable campaigns;
  private final CollectionTable collections;
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
      Drafts drafts,
      CampaignTable campaigns,
      CollectionTable collections,
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
    this.drafts = drafts;
    this.campaigns = campaigns;
    this.collections = collections;
    this.recipients = recipients;
    this.gifts = gifts;
    this.disclosure = disclosure;
    this.audit = audit;
    this.sent = sent;
    this.ids = ids;
    this.clock = clock;
  }

  public Outcome<ShownGift> send(
      Caller.Partner caller, GiftOrder order, Optional<IdempotencyKey> key, Detail detail) {
    Begun begun = new Begun(GiftId.next(ids), clock.instant());
    Outcome<ShownGift> outcome =
        idempotency.once(
            caller,
            new Attempt(key, order.canonical(), begun.id().value(), begun.at()),
            session ->
                drafts
                    .draft(session, caller, order, begun, known(session))
                    .then(draft -> send(session, caller, draft))
                    .map(sent -> sent.show(disclosure, session, caller, detail)),
            (session, target) -> find(session, caller, new GiftId(target), detail));
    sent.count(outcome);
    return audit.concluded(caller, "gift.send", target(outcome), outcome);
  }

  private Drafts.Known known(TenantSession session) {
    return new Drafts.Known() {
      @Override
      public Optional<Campaign> campaign(CampaignId id) {
        return campaigns.find(session, id);
      }

      @Override
      public Optional<Budget> budget(BudgetId id) {
        return wallet.find(session, id);
      }

      @Override
      public Optional<Collection> collection(CollectionId id) {
        return collections.find(session, id);
      }

      @Override
      public Optional<Recipient> recipient(RecipientId id) {
        return recipients.findToGive(session, id);
      }
    };
  }

  /// The rows of budget and limit stay locked from here to the end of the transaction, so this
  /// comes last; and always in this order, as [KeyLimits] says. What is written before travels with
  /// the reservation, what comes behind it with the commit.
  private Outcome<GiftWithRecipient> send(
      TenantSession session, Caller.Partner caller, Draft draft) {
    Gift gift = draft.sent().gift();
    drafts.write(session, caller, List.of(draft));
    if (!wallet.reserve(session, gift.hold(), gift.timeline().begunAt())) {
      return Outcome.refused(Reason.BUDGET_EXHAUSTED);
    }
    return limits
        .spend(session, caller, gift.value(), gift.timeline().begunAt())
        .map(_ -> draft.sent());
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
