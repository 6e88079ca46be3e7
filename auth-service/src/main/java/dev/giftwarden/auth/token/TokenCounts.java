package dev.giftwarden.auth.token;

import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;

/// Counts tokens by what kind of holder got one and whether it is bound to a certificate, never by
/// who. All series are there from the start, so that the first token is seen as a change.
@Startup
@Singleton
class TokenCounts {
  private static final List<String> HOLDERS = List.of("key", "client", "service");

  private final MeterProvider<Counter> issued;
  private final MeterProvider<Counter> refused;

  TokenCounts(MeterRegistry metrics) {
    issued =
        Counter.builder("giftwarden_token_issued_total")
            .description("Tokens issued, each recorded before it went out")
            .withRegistry(metrics);
    refused =
        Counter.builder("giftwarden_token_refused_total")
            .description("Tokens asked for and not issued")
            .withRegistry(metrics);
    for (String holder : HOLDERS) {
      var _ = issued(holder, true);
      var _ = issued(holder, false);
    }
    for (Refusal reason : Refusal.values()) {
      var _ = counter(reason);
    }
  }

  void issued(Subject holder, boolean bound) {
    issued(kind(holder), bound).increment();
  }

  void refused(Refusal reason) {
    counter(reason).increment();
  }

  private Counter issued(String holder, boolean bound) {
    return issued.withTags("holder", holder, "bound", Boolean.toString(bound));
  }

  private Counter counter(Refusal reason) {
    return refused.withTag("reason", reason.text());
  }

  private static String kind(Subject holder) {
    return switch (holder) {
      case Subject.Key _ -> "key";
      case Subject.Client _ -> "client";
      case Subject.Service _ -> "service";
    };
  }
}
