package dev.giftwarden.audit.client.watching;

import dev.giftwarden.audit.client.outbox.Drain;
import dev.giftwarden.audit.client.outbox.QueueTable.Backlog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToLongFunction;

/// What a service that reports to audit can say of what it has not reported yet. The numbers of
/// rows are those of the database, the same from every replica; the age is this process's own.
public final class OutboxGauges {
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private OutboxGauges() {}

  public static void register(Drain drain, MeterRegistry metrics) {
    Gauge.builder("giftwarden_audit_outbox_depth", () -> count(drain, Backlog::waiting))
        .description("Events that wait for the log, counted to 10000")
        .register(metrics);
    Gauge.builder("giftwarden_audit_outbox_refused", () -> count(drain, Backlog::refused))
        .description("Events that audit refused for good; they wait in audit_outbox")
        .register(metrics);
    Gauge.builder(
            "giftwarden_audit_drain_age_seconds", () -> drain.sinceSuccess().toNanos() / SECOND)
        .description("Since this process last delivered to the log, or had nothing to deliver")
        .register(metrics);
  }

  private static double count(Drain drain, ToLongFunction<Backlog> number) {
    return drain.backlog().map(backlog -> (double) number.applyAsLong(backlog)).orElse(Double.NaN);
  }
}
