package dev.giftwarden.gift.ledger;

import java.util.Locale;

/// Where money stands when it is not available to a budget.
public enum Book {
  /// Where a budget's money came from.
  FUNDING,
  /// What a gift holds.
  COMMITTED,
  /// What a gift has cost.
  SPENT;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
