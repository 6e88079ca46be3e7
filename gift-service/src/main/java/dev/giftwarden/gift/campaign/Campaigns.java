package dev.giftwarden.gift.campaign;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.budget.Budget;
import dev.giftwarden.gift.budget.Wallet;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.money.Money;
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
  private final Idempotency idempotency;
  private final GiftAudit audit;
  private final RandomIds ids;
  private final InstantSource clock;

  Campaigns(
      Tenant tenant,
      CampaignTable campaigns,
      Wallet wallet,
      Idempotency idempotency,
      GiftAudit audit,
      RandomIds ids,
      InstantSource clock) {
    this.tenant = tenant;
    this.campaigns = campaigns;
    this.wallet = wallet;
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
                budget(session, budget, terms.value())
                    .map(found -> open(session, caller, campaign(id, found, terms, now))),
            (session, target) -> campaigns.find(session, new CampaignId(target)));
    return audit.concluded(caller, "campaign.create", "", outcome);
  }

  private Outcome<Budget> budget(TenantSession session, BudgetId id, Optional<Money> value) {
    Optional<Budget> found = wallet.find(session, id);
    if (found.isEmpty()) {
      return Outcome.refused(Reason.BUDGET_UNKNOWN);
    }
    var currency = found.get().granted().currency();
    return value.filter(sum -> !sum.currency().equals(currency)).isPresent()
        ? Outcome.refused(Reason.CURRENCY_DIFFERS)
        : Outcome.done(found.get());
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
    if (after.terms().value().filter(sum -> !sum.currency().equals(after.currency())).isPresent()) {
      return Outcome.refused(Reason.CURRENCY_DIFFERS);
    }
    campaigns.change(session, after);
    Optional<SubAccountId> subAccount = after.subAccount();
    audit.done(session, caller, "campaign.change", id.value(), subAccount);
    return Outcome.done(after);
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
