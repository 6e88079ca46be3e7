package dev.giftwarden.gift.spending;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.Spending;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Decides whether a key may spend what a gift costs. The budget decides the same for its money,
/// and always before: whoever locks a budget and a limit locks them in this order, so nobody waits
/// for each other.
///
/// What is left is said to whoever holds the key, whose calls alone are refused; to others
/// [Spendings] says it.
@Singleton
public class KeyLimits {
  private final SpendingTable spendings;

  KeyLimits(SpendingTable spendings) {
    this.spendings = spendings;
  }

  /// What the limit says of a gift by itself, whatever was spent before.
  ///
  /// @return what it will be charged to; empty: the key has no limit
  public Outcome<Optional<Charge>> charge(Caller.Partner caller, Money value, Instant at) {
    return caller
        .spending()
        .map(spending -> charge(spending, value, at))
        .orElse(Outcome.done(Optional.empty()));
  }

  private static Outcome<Optional<Charge>> charge(Spending spending, Money value, Instant at) {
    SpendLimit limit = spending.limit();
    if (!limit.currency().equals(value.currency())) {
      return refused(
          Reason.SPEND_LIMIT_CURRENCY,
          "This key spends " + limit.currency().value() + " and nothing else.",
          "value.currency",
          limit.currency().value());
    }
    Optional<MinorUnits> most = Optional.ofNullable(limit.perGift());
    if (most.isPresent() && value.minor() > most.get().value()) {
      return refused(
          Reason.SPEND_LIMIT_PER_GIFT,
          "This key spends at most %d on one gift, in minor units of %s."
              .formatted(most.get().value(), limit.currency().value()),
          "value.amount",
          "at most " + most.get().value());
    }
    return Outcome.done(Optional.of(Charge.of(spending, at)));
  }

  /// Spends `value`, unless too little is left of the period. After the budget was.
  ///
  /// @return `value`
  public Outcome<Money> spend(
      TenantSession session, Caller.Partner caller, Money value, Instant at) {
    return caller
        .spending()
        .map(spending -> spend(session, spending, value, at))
        .orElse(Outcome.done(value));
  }

  private Outcome<Money> spend(TenantSession session, Spending spending, Money value, Instant at) {
    SpendLimit limit = spending.limit();
    Charge charge = Charge.of(spending, at);
    if (spendings.spend(session, charge, value, limit.amount().value())) {
      return Outcome.done(value);
    }
    return exceeded(limit, left(session, spending, at), at);
  }

  /// Minor units that `caller` can still spend in the period as it is now: others with the same
  /// limit may take them meanwhile. Empty: no limit.
  public OptionalLong left(TenantSession session, Caller.Partner caller, Instant at) {
    return caller
        .spending()
        .map(spending -> OptionalLong.of(left(session, spending, at)))
        .orElse(OptionalLong.empty());
  }

  private long left(TenantSession session, Spending spending, Instant at) {
    SpendLimit limit = spending.limit();
    long spent = spendings.spent(session, Charge.of(spending, at), limit.currency());
    return Math.max(0, limit.amount().value() - spent);
  }

  /// What a caller is told whose limit has `left`, and less than a gift costs.
  public <T> Outcome<T> exceeded(Caller.Partner caller, long left, Instant at) {
    return exceeded(caller.spending().orElseThrow().limit(), left, at);
  }

  private static <T> Outcome<T> exceeded(SpendLimit limit, long left, Instant at) {
    return refused(
        Reason.SPEND_LIMIT_EXCEEDED,
        "This key has %d left of %d, in minor units of %s, %s."
            .formatted(left, limit.amount().value(), limit.currency().value(), until(limit, at)),
        "value.amount",
        "at most " + left);
  }

  private static String until(SpendLimit limit, Instant at) {
    return limit
        .period()
        .endOf(at)
        .map(end -> "until " + Rfc3339.text(end))
        .orElse("and no more ever after");
  }

  /// Gives back what [#spend] took for a gift that was charged like this. After the budget was
  /// given its own.
  public void giveBack(TenantSession session, Charge charge, Money value) {
    spendings.giveBack(session, charge, value);
  }

  private static <T> Outcome<T> refused(
      Reason reason, String precisely, String field, String wanted) {
    Problem problem = reason.problem().because(precisely).at(field, wanted);
    return new Outcome.Refused<>(reason, problem);
  }
}
