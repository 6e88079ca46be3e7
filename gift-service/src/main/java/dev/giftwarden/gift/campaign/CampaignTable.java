package dev.giftwarden.gift.campaign;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Sql;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Worth;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Campaigns in the database.
@Singleton
public class CampaignTable {

  private static final String INSERT =
      """
      insert into campaign (account, environment, id, sub_account, name, budget_id, currency,
                            amount, collection_id, band_id, message, lifetime_days, created_at)
      values (:account, :environment, :id, :sub_account, :name, :budget_id, :currency,
              :amount, :collection_id, :band_id, :message, :lifetime_days, :created_at)
      """;

  private static final String MINE =
      """
      select id, sub_account, name, budget_id, currency, amount, collection_id, band_id, message,
             lifetime_days, created_at, closed_at
        from campaign
       where account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """;

  private static final String FIND = MINE + " and id = :id";
  private static final String HOLD = FIND + " for update";
  private static final String FIND_ALL = MINE + " and id = any (:ids)";

  private static final String LIST =
      MINE
          + """
             and (created_at, id) < (:before, :before_id)
           order by created_at desc, id desc
           limit :limit
          """;

  private static final String CHANGE =
      """
      update campaign
         set name = :name, amount = :amount, collection_id = :collection_id, band_id = :band_id,
             message = :message, lifetime_days = :lifetime_days, closed_at = :closed_at
       where id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """;

  void insert(TenantSession session, Campaign campaign) {
    terms(session.sql(INSERT), campaign)
        .set("sub_account", campaign.subAccount().map(SubAccountId::value))
        .set("budget_id", campaign.budget().value())
        .set("currency", campaign.currency().value())
        .set("created_at", campaign.createdAt())
        .later();
  }

  /// Of a row that [#hold] holds.
  void change(TenantSession session, Campaign after) {
    terms(session.sql(CHANGE), after).set("closed_at", after.closedAt()).later();
  }

  private static Sql terms(Sql statement, Campaign campaign) {
    CampaignTerms terms = campaign.terms();
    return statement
        .set("id", campaign.id().value())
        .set("name", terms.name().value())
        .set("amount", terms.value().map(Money::minor))
        .set("collection_id", terms.collection().map(CollectionId::value))
        .set("band_id", terms.band().map(BandId::value))
        .set("message", terms.message().map(GiftMessage::value))
        .set("lifetime_days", terms.lifetime().map(Lifetime::days));
  }

  public Optional<Campaign> find(TenantSession session, CampaignId id) {
    return session.sql(FIND).set("id", id.value()).first(CampaignTable::read);
  }

  public Map<CampaignId, Campaign> find(TenantSession session, Set<CampaignId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return session
        .sql(FIND_ALL)
        .set("ids", ids.stream().map(CampaignId::value).toArray(String[]::new))
        .list(CampaignTable::read)
        .stream()
        .collect(Collectors.toMap(Campaign::id, campaign -> campaign));
  }

  Optional<Campaign> hold(TenantSession session, CampaignId id) {
    return session.sql(HOLD).set("id", id.value()).first(CampaignTable::read);
  }

  Page<Campaign> list(TenantSession session, PageRequest page) {
    var rows = session.sql(LIST, page).list(CampaignTable::read);
    return Page.of(rows, page, one -> new Cursor(one.createdAt(), one.id().value()));
  }

  private static Campaign read(Row row) {
    String currency = row.text("currency");
    return new Campaign(
        new CampaignId(row.text("id")),
        row.optionalText("sub_account").map(SubAccountId::new),
        new BudgetId(row.text("budget_id")),
        new CurrencyCode(currency),
        new CampaignTerms(
            new CampaignName(row.text("name")),
            Worth.of(
                row.optionalNumber("amount").map(amount -> Money.of(amount, currency)),
                row.optionalText("band_id").map(BandId::new)),
            row.optionalText("collection_id").map(CollectionId::new),
            row.optionalText("message").map(GiftMessage::new),
            row.optionalNumber("lifetime_days").map(days -> new Lifetime(days.intValue()))),
        row.instant("created_at"),
        row.optionalInstant("closed_at"));
  }
}
