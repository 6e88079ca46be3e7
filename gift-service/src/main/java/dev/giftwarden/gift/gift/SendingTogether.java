package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.Claim;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
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
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.recipient.Disclosure;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.spending.KeyLimits;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sends many gifts in one transaction, each as [Sending] sends one: what is refused is refused by
/// the same rules, and the money of all the others moves by one statement for each budget and one
/// for the limit of the key, which decide and write.
///
/// Who has room is first reckoned with what was there at the beginning. Where others took it
/// meanwhile, nothing comes of the whole, and its gifts are sent one by one.
@Singleton
public class SendingTogether {

  private final Idempotency idempotency;
  private final Wallet wallet;
  private final KeyLimits limits;
  private final Drafts drafts;
  private final CampaignTable campaigns;
  private final CollectionTable collections;
  private final RecipientTable recipients;
  private final GiftTable gifts;
  private final Disclosure disclosure;
  private final RandomIds ids;
  private final InstantSource clock;

  SendingTogether(
      Idempotency idempotency,
      Wallet wallet,
      KeyLimits limits,
      Drafts drafts,
      CampaignTable campaigns,
      CollectionTable collections,
      RecipientTable recipients,
      GiftTable gifts,
      Disclosure disclosure,
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
    this.ids = ids;
    this.clock = clock;
  }

  /// One of them, to which its own key belongs.
  public record Asked(GiftOrder order, Optional<IdempotencyKey> key) {}

  /// What has become of one, before it is shown.
  private sealed interface Line {
    record Fresh(Attempt attempt, Draft draft) implements Line {}

    record Again(GiftId id) implements Line {}

    record Refused(Outcome<Draft> why) implements Line {}
  }

  /// @return in the order of `asked`; empty: others were faster, and the transaction is of no use
  public Optional<List<Outcome<ShownGift>>> send(
      TenantSession session, Caller.Partner caller, List<Asked> asked) {
    Instant now = clock.instant();
    List<Line> lines = lines(session, caller, asked, now);
    List<Line.Fresh> fresh =
        lines.stream().filter(Line.Fresh.class::isInstance).map(Line.Fresh.class::cast).toList();
    List<Attempt> attempts = fresh.stream().map(Line.Fresh::attempt).toList();
    if (!idempotency.claim(session, caller, attempts, now)) {
      return Optional.empty();
    }
    drafts.write(session, caller, fresh.stream().map(Line.Fresh::draft).toList());
    return pays(session, caller, fresh, now)
        ? Optional.of(show(session, caller, lines))
        : Optional.empty();
  }

  private List<Line> lines(
      TenantSession session, Caller.Partner caller, List<Asked> asked, Instant now) {
    List<Attempt> attempts =
        asked.stream()
            .map(one ->
                new Attempt(one.key(), one.order().canonical(), GiftId.next(ids).value(), now))
            .toList();
    Map<Attempt, Claim> before = idempotency.found(session, caller, attempts);
    Drafts.Known known = known(session, asked);
    var room = new Room(limits.left(session, caller, now));
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Attempt attempt = attempts.get(i);
      var begun = new Begun(new GiftId(attempt.target()), now);
      GiftOrder order = asked.get(i).order();
      lines.add(
          switch (before.getOrDefault(attempt, new Claim.First())) {
            case Claim.First() ->
                line(
                    attempt,
                    drafts
                        .draft(session, caller, order, begun, known)
                        .then(draft -> room.take(limits, caller, draft, now)));
            case Claim.Again(String target) -> new Line.Again(new GiftId(target));
            case Claim.Reused() -> new Line.Refused(Outcome.refused(Reason.IDEMPOTENCY_KEY_REUSED));
          });
    }
    return lines;
  }

  private static Line line(Attempt attempt, Outcome<Draft> outcome) {
    return switch (outcome) {
      case Outcome.Done<Draft>(Draft draft, _) -> new Line.Fresh(attempt, draft);
      case Outcome.Refused<Draft> refused -> new Line.Refused(refused);
    };
  }

  /// Everything that is named, by one statement for each kind.
  private Drafts.Known known(TenantSession session, List<Asked> asked) {
    Map<CampaignId, Campaign> occasions =
        campaigns.find(session, named(asked, GiftOrder::campaign));
    Set<BudgetId> named =
        Stream.concat(
                named(asked, GiftOrder::budget).stream(),
                occasions.values().stream().map(Campaign::budget))
            .collect(Collectors.toUnmodifiableSet());
    Map<BudgetId, Budget> budgets = wallet.find(session, named);
    Map<CollectionId, Collection> offered = offered(session, asked, occasions);
    Map<RecipientId, Recipient> people =
        recipients.findToGive(session, named(asked, GiftOrder::known));
    return new Drafts.Known() {
      @Override
      public Optional<Campaign> campaign(CampaignId id) {
        return Optional.ofNullable(occasions.get(id));
      }

      @Override
      public Optional<Budget> budget(BudgetId id) {
        return Optional.ofNullable(budgets.get(id));
      }

      @Override
      public Optional<Collection> collection(CollectionId id) {
        return Optional.ofNullable(offered.get(id));
      }

      @Override
      public Optional<Recipient> recipient(RecipientId id) {
        return Optional.ofNullable(people.get(id));
      }
    };
  }

  private Map<CollectionId, Collection> offered(
      TenantSession session, List<Asked> asked, Map<CampaignId, Campaign> occasions) {
    Set<CollectionId> named =
        Stream.concat(
                named(asked, GiftOrder::collection).stream(),
                occasions.values().stream().flatMap(one -> one.terms().collection().stream()))
            .collect(Collectors.toUnmodifiableSet());
    return collections.find(session, named).stream()
        .collect(Collectors.toMap(Collection::id, one -> one));
  }

  private static <T> Set<T> named(List<Asked> asked, Function<GiftOrder, Optional<T>> part) {
    return asked.stream()
        .flatMap(one -> part.apply(one.order()).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// From here to the end of the transaction the rows of budgets and limit are locked, in the order
  /// that [KeyLimits] says.
  private boolean pays(
      TenantSession session, Caller.Partner caller, List<Line.Fresh> fresh, Instant now) {
    if (fresh.isEmpty()) {
      return true;
    }
    if (!wallet.reserve(session, fresh.stream().map(line -> line.draft().hold()).toList(), now)) {
      return false;
    }
    return caller.spending().isEmpty()
        || Money.sum(fresh.stream().map(line -> line.draft().hold().amount()).toList())
            .filter(sum -> limits.spend(session, caller, sum, now) instanceof Outcome.Done<Money>)
            .isPresent();
  }

  private List<Outcome<ShownGift>> show(
      TenantSession session, Caller.Partner caller, List<Line> lines) {
    List<GiftId> before =
        lines.stream()
            .flatMap(line -> line instanceof Line.Again(GiftId id) ? Stream.of(id) : Stream.of())
            .toList();
    Map<GiftId, GiftWithRecipient> again = new HashMap<>();
    if (!before.isEmpty()) {
      gifts.findWithRecipient(session, before).forEach(one -> again.put(one.gift().id(), one));
    }
    return lines.stream().map(line -> show(session, caller, line, again)).toList();
  }

  private Outcome<ShownGift> show(
      TenantSession session,
      Caller.Partner caller,
      Line line,
      Map<GiftId, GiftWithRecipient> again) {
    return switch (line) {
      case Line.Fresh(_, Draft draft) ->
          Outcome.done(draft.sent().show(disclosure, session, caller, Detail.REFERENCE));
      case Line.Again(GiftId id) ->
          Optional.ofNullable(again.get(id))
              .map(found -> found.show(disclosure, session, caller, Detail.REFERENCE))
              .<Outcome<ShownGift>>map(shown -> new Outcome.Done<>(shown, true))
              .orElse(Outcome.refused(Reason.NOT_FOUND));
      case Line.Refused(Outcome<Draft> why) ->
          why.map(draft -> draft.sent().show(disclosure, session, caller, Detail.REFERENCE));
    };
  }
}
