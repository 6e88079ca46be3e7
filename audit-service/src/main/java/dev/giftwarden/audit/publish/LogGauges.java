package dev.giftwarden.audit.publish;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;

/// What this replica knows of the log: how long it is, and how far its proof lags behind it.
@Startup
@Singleton
class LogGauges {
  private static final double SECOND = Duration.ofSeconds(1).toMillis();

  LogGauges(MeterRegistry metrics, Published published, LogWorker worker) {
    Gauge.builder(
            "giftwarden_audit_tree_size",
            () ->
                published
                    .latest()
                    .map(PublishedCheckpoint::size)
                    .map(Long::doubleValue)
                    .orElse(Double.NaN))
        .description("Leaves of the newest published checkpoint")
        .register(metrics);
    Gauge.builder("giftwarden_audit_checkpoint_age_seconds", () -> worker.lag().toMillis() / SECOND)
        .description("Since this replica last saw a checkpoint of everything in the tree")
        .register(metrics);
  }
}
