package dev.giftwarden.auth.apikey.exposure;

import dev.giftwarden.auth.apikey.Key.Exposure.Way;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/// Counts keys that were found to be exposed, never which. All series are there from the start, so
/// that the first is seen as a change.
@Startup
@Singleton
class ExposureCounts {
  private final MeterProvider<Counter> exposed;

  ExposureCounts(MeterRegistry metrics) {
    exposed =
        Counter.builder("giftwarden_key_exposed_total")
            .description("Keys that others can read, each counted as it was found")
            .withRegistry(metrics);
    for (Way way : Way.values()) {
      var _ = counter(way);
    }
  }

  void exposed(Way way) {
    counter(way).increment();
  }

  private Counter counter(Way way) {
    return exposed.withTag("by", way.text());
  }
}
