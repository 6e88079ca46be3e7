package dev.giftwarden.gift.watching;

import dev.giftwarden.gift.outcome.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/// Counts gifts once each, after their transaction: not what was refused or only repeated.
@Startup
@Singleton
public class SentGifts {
  private final Counter sent;

  SentGifts(MeterRegistry metrics) {
    this.sent =
        Counter.builder("giftwarden_gift_sent_total")
            .description("Gifts sent, repetitions under an idempotency key not counted")
            .register(metrics);
  }

  public void count(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Done<?>(_, boolean replayed) && !replayed) {
      sent.increment();
    }
  }
}
