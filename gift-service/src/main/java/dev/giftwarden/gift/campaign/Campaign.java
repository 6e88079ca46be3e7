package dev.giftwarden.gift.campaign;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import java.time.Instant;
import java.util.Optional;

/// An occasion to give: what is true of its gifts. It belongs to the tenant that its budget belongs
/// to.
///
/// @param currency of the budget
/// @param closedAt since when nothing is sent for it; empty: it is open
public record Campaign(
    CampaignId id,
    Optional<SubAccountId> subAccount,
    BudgetId budget,
    CurrencyCode currency,
    CampaignTerms terms,
    Instant createdAt,
    Optional<Instant> closedAt) {}
