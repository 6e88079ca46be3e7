package dev.giftwarden.gift.spending;

import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.gift.money.Remainder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What could be spent at a moment.
///
/// @param available in the budgets, by currency
/// @param spent empty: there is no limit
/// @param most by currency; all gifts together come to this, and to no unit more
public record Spendable(
    Instant at, List<Remainder> available, Optional<Spent> spent, List<Remainder> most) {
  public Spendable {
    available = List.copyOf(available);
    most = List.copyOf(most);
  }

  /// Of a limit, in the period that runs.
  ///
  /// @param until empty: it never ends
  public record Spent(Remainder sum, Instant since, Optional<Instant> until) {}

  static Spendable of(Instant at, List<Remainder> available) {
    return new Spendable(at, available, Optional.empty(), available);
  }

  /// @param spent minor units of the period that `at` is in
  static Spendable of(Instant at, List<Remainder> available, SpendLimit limit, long spent) {
    long left = Math.max(0, limit.amount().value() - spent);
    long there =
        available.stream()
            .filter(sum -> sum.currency().equals(limit.currency()))
            .mapToLong(Remainder::minor)
            .sum();
    var sum =
        new Spent(
            new Remainder(spent, limit.currency()),
            limit.period().startOf(at),
            limit.period().endOf(at));
    return new Spendable(
        at,
        available,
        Optional.of(sum),
        List.of(new Remainder(Math.min(left, there), limit.currency())));
  }
}
