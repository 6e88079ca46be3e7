package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.auth.client.money.Spending;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.spending.Charge;
import dev.giftwarden.gift.spending.KeyLimits;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When a limit is there anew. The moments are the test's own.
@QuarkusTest
class SpendPeriodsTest extends ApiTest {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final AccountId ACCOUNT = new AccountId("periods-acme");

  @Inject Tenant tenant;
  @Inject KeyLimits limits;

  private final KeyId root = new KeyId("Period%06d".formatted(NEXT.incrementAndGet()));

  @ParameterizedTest(name = "{0}: {1} and {2}")
  @CsvSource({
    "DAY, 2026-11-30T00:00:00Z, 2026-11-30T23:59:59.999Z, false",
    "DAY, 2026-11-30T23:59:59.999Z, 2026-12-01T00:00:00Z, true",
    "WEEK, 2026-11-30T00:00:00Z, 2026-12-06T23:59:59.999Z, false",
    "WEEK, 2026-11-29T23:59:59.999Z, 2026-11-30T00:00:00Z, true",
    "MONTH, 2026-12-01T00:00:00Z, 2026-12-31T23:59:59.999Z, false",
    "MONTH, 2026-12-31T23:59:59.999Z, 2027-01-01T00:00:00Z, true",
    "ONCE, 2026-12-31T23:59:59.999Z, 2126-12-31T23:59:59.999Z, false",
  })
  @DisplayName(
      "K18 a period that has ended takes nothing from the next, and one that has not does:")
  void rollsOver(SpendPeriod period, Instant first, Instant second, boolean anew) {
    assertThat(spends(period, 100, first)).isTrue();
    assertThat(spends(period, 1, first)).isFalse();
    assertThat(spends(period, 100, second)).isEqualTo(anew);
  }

  @Test
  @DisplayName("G2 K18 what was spent in an earlier period is given back to that one")
  void givesBackWhereItCameFrom() {
    Instant before = Instant.parse("2026-11-30T12:00:00Z");
    Instant after = Instant.parse("2026-12-01T12:00:00Z");
    assertThat(spends(SpendPeriod.DAY, 100, before)).isTrue();
    assertThat(spends(SpendPeriod.DAY, 100, after)).isTrue();

    Charge charge = Charge.of(new Spending(root, limit(SpendPeriod.DAY)), before);
    tenant.in(
        scope(),
        session -> {
          limits.giveBack(session, charge, Money.of(60, "EUR"));
          return charge;
        });

    assertThat(spends(SpendPeriod.DAY, 1, after)).isFalse();
    assertThat(spends(SpendPeriod.DAY, 61, before)).isFalse();
    assertThat(spends(SpendPeriod.DAY, 60, before)).isTrue();
  }

  @Test
  @DisplayName("K18 a day and a month that begin together are counted apart")
  void kindsAreApart() {
    Instant first = Instant.parse("2026-12-01T00:00:00Z");
    assertThat(spends(SpendPeriod.DAY, 100, first)).isTrue();
    assertThat(spends(SpendPeriod.MONTH, 100, first)).isTrue();
  }

  @Test
  @DisplayName("K18 more than was spent is never given back")
  void givesBackNoMore() {
    Instant at = Instant.parse("2026-11-30T12:00:00Z");
    assertThat(spends(SpendPeriod.DAY, 10, at)).isTrue();
    Charge charge = Charge.of(new Spending(root, limit(SpendPeriod.DAY)), at);
    assertThatThrownBy(() ->
            tenant.in(
                scope(),
                session -> {
                  limits.giveBack(session, charge, Money.of(11, "EUR"));
                  return charge;
                }))
        .hasMessageContaining("key_spending_spent_check");
  }

  private boolean spends(SpendPeriod period, long amount, Instant at) {
    return tenant.in(
            scope(), session -> limits.spend(session, caller(period), Money.of(amount, "EUR"), at))
        instanceof Outcome.Done;
  }

  private static TenantScope scope() {
    return new TenantScope(ACCOUNT, Optional.empty(), Environment.LIVE);
  }

  private Caller.Partner caller(SpendPeriod period) {
    return new Caller.Partner(
        new Subject.Key(root),
        ACCOUNT,
        Plan.STANDARD,
        Optional.empty(),
        Environment.LIVE,
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.of(new Spending(root, limit(period))),
        new Origin(Optional.empty(), InetAddress.getLoopbackAddress(), new UUID(0, 0)));
  }

  private static SpendLimit limit(SpendPeriod period) {
    return new SpendLimit(new MinorUnits(100), CurrencyCode.of("EUR"), period, null);
  }
}
