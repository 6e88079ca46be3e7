package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Gifts that are sent of one currency, each at its moment: what a limit lets through is told by
/// counting them.
record Spent(String currency, long each, List<Instant> at) {

  /// Around the ends of periods, where a limit by the month lets two weeks' worth through at once.
  static final List<Spent> SOME = some();

  private static List<Spent> some() {
    var moments =
        Stream.of(
                "2026-11-29T12:00:00Z",
                "2026-11-30T00:00:00Z",
                "2026-11-30T23:00:00Z",
                "2026-12-01T00:00:00Z",
                "2026-12-02T06:00:00Z",
                "2026-12-09T00:00:00Z")
            .map(Instant::parse)
            .toList();
    var all = new ArrayList<Spent>();
    for (var currency : List.of("USD", "EUR")) {
      for (long each : List.of(1L, 3L, 5L, 8L, 10L)) {
        for (int from = 0; from < moments.size(); from++) {
          for (int to = from + 1; to <= moments.size(); to++) {
            all.add(new Spent(currency, each, moments.subList(from, to)));
          }
        }
      }
    }
    return all;
  }

  boolean isAdmittedBy(KeyRights key) {
    return key.spendLimit().map(this::isAdmittedBy).orElse(true);
  }

  private boolean isAdmittedBy(SpendLimit limit) {
    var inPeriods =
        at.stream().collect(Collectors.groupingBy(limit.period()::startOf, Collectors.counting()));
    return limit.currency().value().equals(currency)
        && (limit.perGift() == null || each <= limit.perGift().value())
        && inPeriods.values().stream().allMatch(gifts -> gifts * each <= limit.amount().value());
  }

  /// None where nothing could be spent.
  static Optional<SpendLimit> randomLimit(Random random, Set<Scope> scopes, Set<Scope> grantable) {
    if (!KeyRights.spends(scopes, grantable) || random.nextBoolean()) {
      return Optional.empty();
    }
    long amount = 1 + random.nextInt(20);
    return Optional.of(
        new SpendLimit(
            new MinorUnits(amount),
            CurrencyCode.of(random.nextInt(5) == 0 ? "EUR" : "USD"),
            SpendPeriod.values()[random.nextInt(4)],
            random.nextBoolean() ? null : new MinorUnits(1 + random.nextLong(amount))));
  }
}
