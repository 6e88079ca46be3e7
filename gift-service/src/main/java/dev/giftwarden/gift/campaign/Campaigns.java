package dev.giftwarden.gift.campaign;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.budget.Budget;
import dev.giftwarden.gift.budget.Wallet;
import dev.giftwarden.gift.catalogue.CollectionTable;
import dev.giftwarden.gift.catalogue.Priced;
import dev.giftwarden.gift.catalogue.Worth;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Opening campaigns, changing them, and looking at them. What is sent for one is sent as every
/// gift is; a change is true of what is sent from then on.
@Singleton
public class Campaigns {

  private final Tenant tenant;
  private final CampaignTable campaigns;
  private final Wallet wallet;
  private final CollectionTable collections;
  private final Idempotency idempotency;
  private final GiftAudit audit;
  private final RandomIds ids;
  private final InstantSource clock;

  Campaigns(
      Tenant tenant,
      CampaignTable campaigns,
      Wallet wallet,
      CollectionTable collections,
      Idempotency idempotency,
      GiftAudit audit,
      RandomIds ids,
      InstantSource clock) {
    this.tenant = tenant;
    this.campaigns = campaigns;
    this.wallet = wallet;
    this.collections = collections;
    this.idempotency = idempotency;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  public Outcome<Campaign> create(
      Caller.Partner caller, BudgetId budget, CampaignTerms terms, Optional<IdempotencyKey> key) {
    CampaignId id = CampaignId.next(ids);
    Instant now = clock.instant();
    var request = new CanonicalRequest("giftwarden/campaign-create/v1").text(budget.value());
    Outcome<Campaign> outcome =
        idempotency.once(
            caller,
            new Attempt(key, terms.describe(request), id.value(), now),
            session ->
                budget(session, budget)
                    .then(found -> fitting(session, found, terms))
                    .map(found -> open(session, caller, campaign(id, found, terms, now))),
            (session, target) -> campaigns.find(session, new CampaignId(target)));
    return audit.concluded(caller, "campaign.create", "", outcome);
  }

  private Outcome<Budget> budget(TenantSession session, BudgetId id) {
    return wallet
        .find(session, id)
        .map(Outcome::done)
        .orElse(Outcome.refused(Reason.BUDGET_UNKNOWN));
  }

  private Outcome<Budget> fitting(TenantSession session, Budget budget, CampaignTerms terms) {
    return fitting(session, budget.granted().currency(), terms).map(_ -> budget);
  }

  /// What each gift would be refused for is refused of its campaign.
  private Outcome<CampaignTerms> fitting(
      TenantSession session, CurrencyCode currency, CampaignTerms terms) {
    if (terms.worth().isEmpty()) {
      return terms
          .collection()
          .map(id -> Priced.offered(id, one -> collections.find(session, one)).map(_ -> terms))
          .orElse(Outcome.done(terms));
    }
    Worth worth = terms.worth().get();
    return Priced.of(worth, terms.collection(), one -> collections.find(session, one))
        .then(priced -> {
          if (priced.value().currency().equals(currency)) {
            return Outcome.done(terms);
          }
          return Outcome.refused(
              worth.band().isPresent() ? Reason.BAND_CURRENCY_DIFFERS : Reason.CURRENCY_DIFFERS);
        });
  }

  private static Campaign campaign(CampaignId id, Budget budget, CampaignTerms terms, Instant now) {
    return new Campaign(
        id,
        budget.subAccount(),
        budget.id(),
        budget.granted().currency(),
        terms,
        now,
        Optional.empty());
  }

  private Campaign open(TenantSession session, Caller.Partner caller, Campaign campaign) {
    campaigns.insert(session, campaign);
    audit.done(session, caller, "campaign.create", campaign.id().value(), campaign.subAccount());
    return campaign;
  }

  public Outcome<Campaign> change(
      Caller.Partner caller, String id, CampaignChange change, Optional<IdempotencyKey> key) {
    Optional<CampaignId> known = CampaignId.parse(id);
    Outcome<Campaign> outcome =
        known
            .map(wanted -> change(caller, wanted, change, key))
            .orElse(Outcome.refused(Reason.NOT_FOUND));
    return audit.concluded(caller, "campaign.change", text(known), outcome);
  }

  private Outcome<Campaign> change(
      Caller.Partner caller, CampaignId id, CampaignChange change, Optional<IdempotencyKey> key) {
    Instant now = clock.instant();
    return idempotency.once(
        caller,
        new Attempt(key, change.describe(id), id.value(), now),
        session -> change(session, caller, id, change, now),
        (session, target) -> campaigns.find(session, new CampaignId(target)));
  }

  private Outcome<Campaign> change(
      TenantSession session,
      Caller.Partner caller,
      CampaignId id,
      CampaignChange change,
      Instant now) {
    Optional<Campaign> before = campaigns.hold(session, id);
    if (before.isEmpty()) {
      return Outcome.refused(Reason.NOT_FOUND);
    }
    Campaign after = change.of(before.get(), now);
    Outcome<CampaignTerms> terms =
        change.saysWhat()
            ? fitting(session, after.currency(), after.terms())
            : Outcome.done(after.terms());
    return terms.map(_ -> {
      campaigns.change(session, after);
      Optional<SubAccountId> subAccount = after.subAccount();
      audit.done(session, caller, "campaign.change", id.value(), subAccount);
      return after;
    });
  }

  public Outcome<Campaign> find(Caller.Partner caller, String id) {
    Optional<CampaignId> known = CampaignId.parse(id);
    Optional<Campaign> found =
        known.flatMap(wanted ->
            tenant.look(TenantScope.of(caller), session -> campaigns.find(session, wanted)));
    return audit.looked(caller, "campaign.read", text(known), found);
  }

  public Page<Campaign> list(Caller.Partner caller, PageRequest page) {
    Page<Campaign> found =
        tenant.look(TenantScope.of(caller), session -> campaigns.list(session, page));
    audit.read(caller, "campaign.list", "");
    return found;
  }

  private static String text(Optional<CampaignId> id) {
    return id.map(CampaignId::value).orElse("");
  }
}
