package dev.giftwarden.auth.inventory;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Partners' certificates that end soon and have no successor, as the database has them: the same
/// from every replica.
@Startup
@Singleton
class ExpiringGauge {
  /// A tag is a word: 1, 7, 14 and 30 days.
  static final String[] WITHIN = {"day", "week", "fortnight", "month"};

  /// A scrape asks the database once, and who scrapes more often asks it no more.
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final ExpiryTable table;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Counted last = new Counted(Map.of(), Instant.MIN);

  private record Counted(Map<String, Long> expiring, Instant at) {}

  ExpiringGauge(MeterRegistry metrics, ExpiryTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
    for (String within : WITHIN) {
      Gauge.builder("giftwarden_partner_certificates_expiring", () -> count(within))
          .description("Partners' certificates that end within this time, without a successor")
          .tag("within", within)
          .register(metrics);
    }
  }

  private long count(String within) {
    lock.lock();
    try {
      var now = clock.instant();
      if (last.at().isBefore(now.minus(KEPT))) {
        last = new Counted(table.count(), now);
      }
      return last.expiring().getOrDefault(within, 0L);
    } finally {
      lock.unlock();
    }
  }
}
