package dev.giftwarden.auth.client.token;

import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.auth.client.money.Spending;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The claim `gw_spending`, `{"root": "4fKq81ZpWc0x", "amount": 50000, "currency": "USD", "period":
/// "week", "per_gift": 5000}`. What is in it and not understood might limit more: it is refused.
final class SpendingClaim {
  private static final String ROOT = "root";
  private static final String AMOUNT = "amount";
  private static final String CURRENCY = "currency";
  private static final String PERIOD = "period";
  private static final String PER_GIFT = "per_gift";
  private static final Set<String> KNOWN = Set.of(ROOT, AMOUNT, CURRENCY, PERIOD, PER_GIFT);

  private SpendingClaim() {}

  static Map<String, Object> write(Spending spending) {
    var limit = spending.limit();
    var claim = new LinkedHashMap<String, Object>();
    claim.put(ROOT, spending.root().value());
    claim.put(AMOUNT, limit.amount().value());
    claim.put(CURRENCY, limit.currency().value());
    claim.put(PERIOD, limit.period().text());
    if (limit.perGift() != null) {
      claim.put(PER_GIFT, limit.perGift().value());
    }
    return claim;
  }

  /// @throws IllegalArgumentException unless it is all there, of its type, and fits together
  static Spending read(Map<?, ?> claim) {
    if (!KNOWN.containsAll(claim.keySet())) {
      throw new IllegalArgumentException("a limit that is not understood");
    }
    return new Spending(
        new KeyId(TokenCodec.typed(claim.get(ROOT), String.class)),
        new SpendLimit(
            units(claim, AMOUNT),
            new CurrencyCode(TokenCodec.typed(claim.get(CURRENCY), String.class)),
            SpendPeriod.of(TokenCodec.typed(claim.get(PERIOD), String.class)),
            claim.containsKey(PER_GIFT) ? units(claim, PER_GIFT) : null));
  }

  private static MinorUnits units(Map<?, ?> claim, String name) {
    return new MinorUnits(TokenCodec.typed(claim.get(name), Long.class));
  }
}
