package dev.giftwarden.gift.spending;

import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.auth.client.money.Spending;
import java.time.Instant;

/// In which period of which limit a gift was paid for, so that a cancelled one gives its value back
/// to where it came from, whatever limit the key has by then.
///
/// @param root of the line of keys that the sender's belongs to
/// @param startedAt when the period began, as [SpendPeriod#startOf] has it
public record Charge(KeyId root, SpendPeriod period, Instant startedAt) {

  public static Charge of(Spending spending, Instant at) {
    SpendPeriod period = spending.limit().period();
    return new Charge(spending.root(), period, period.startOf(at));
  }
}
