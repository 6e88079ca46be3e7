package dev.giftwarden.edge.watching;

import dev.giftwarden.auth.client.refusal.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/// Counts what the edge and the internal port refuse, by the reason that the audit log has. Each
/// reason is there from the start, so that the first refusal is seen as a change.
@Startup
@Singleton
public class RefusedCalls {
  private final MeterProvider<Counter> refused;

  public RefusedCalls(MeterRegistry metrics) {
    refused =
        Counter.builder("giftwarden_call_refused_total")
            .description("Calls refused before they reached what they asked for")
            .withRegistry(metrics);
    for (Refusal reason : Refusal.values()) {
      var _ = counter(reason);
    }
  }

  public void count(Refusal reason) {
    counter(reason).increment();
  }

  private Counter counter(Refusal reason) {
    return refused.withTag("reason", reason.text());
  }
}
