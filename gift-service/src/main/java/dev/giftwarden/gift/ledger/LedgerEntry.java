package dev.giftwarden.gift.ledger;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.GiftId;
import java.time.Instant;
import java.util.Optional;

/// One movement between what a budget has available and the book on the other side.
///
/// @param subAccount of the budget
/// @param toAvailable minor units that the budget gained; negative: that it gave
/// @param after the budget once this movement is done
public record LedgerEntry(
    BudgetId budget,
    Optional<SubAccountId> subAccount,
    Book otherSide,
    Optional<GiftId> gift,
    long toAvailable,
    CurrencyCode currency,
    Balance after,
    Instant at) {

  public LedgerEntry {
    if ((otherSide == Book.COMMITTED) != gift.isPresent()) {
      throw new IllegalArgumentException("a gift stands behind what is committed, and only there");
    }
  }
}
