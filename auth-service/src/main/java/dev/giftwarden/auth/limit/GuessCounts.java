package dev.giftwarden.auth.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/// Counts keys that were made to wait because others of their network were wrong, and never whose
/// they are. Both series are there from the start, so that the first is seen as a change.
@Startup
@Singleton
class GuessCounts {
  private final MeterProvider<Counter> slowed;

  GuessCounts(MeterRegistry metrics) {
    slowed =
        Counter.builder("giftwarden_key_slowed_total")
            .description("Keys that waited for their turn, or had none, behind wrong ones")
            .withRegistry(metrics);
    var _ = counter("waited");
    var _ = counter("refused");
  }

  void had(Failures.Turn turn) {
    switch (turn) {
      case AT_ONCE -> {}
      case AFTER_A_WAIT -> counter("waited").increment();
      case NONE -> counter("refused").increment();
    }
  }

  private Counter counter(String outcome) {
    return slowed.withTag("outcome", outcome);
  }
}
