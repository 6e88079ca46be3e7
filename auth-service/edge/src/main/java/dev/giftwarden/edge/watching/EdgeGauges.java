package dev.giftwarden.edge.watching;

import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.certs.quarkus.DatabaseCertificates;
import dev.giftwarden.certs.quarkus.InternalTls;
import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.edge.listener.ListenerGuards;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// What every service can say of itself: how fresh its trust is, when its certificates end, and who
/// does not get as far as a request. Each process speaks for itself alone.
@Startup
@Singleton
class EdgeGauges {
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final MeterRegistry metrics;

  EdgeGauges(
      MeterRegistry metrics,
      TrustState trust,
      InternalTls internal,
      PublicTls edge,
      ListenerGuards guards,
      DatabaseCertificates database) {
    this.metrics = metrics;
    Gauge.builder(
            "giftwarden_trust_feed_age_seconds", trust, state -> state.silence().toNanos() / SECOND)
        .description("Since the last heartbeat of the trust feed, or since the start before it")
        .register(metrics);
    certificate("internal", () -> Optional.of(internal.folder().own().notAfter()));
    certificate("public", () -> Optional.of(edge.folder().own().notAfter()));
    database.roles().forEach(role -> certificate("database-" + role, () -> database.end(role)));
    FunctionCounter.builder(
            "giftwarden_tls_handshake_refused_total", guards, ListenerGuards::refusedHandshakes)
        .description("Connections to the public port that did not get through the handshake")
        .register(metrics);
  }

  private void certificate(String name, Supplier<Optional<Instant>> end) {
    Gauge.builder(
            "giftwarden_certificate_not_after_seconds",
            () -> end.get().map(Instant::getEpochSecond).map(Long::doubleValue).orElse(Double.NaN))
        .description("When the certificate in use ends, as Unix time")
        .tag("certificate", name)
        .register(metrics);
  }
}
