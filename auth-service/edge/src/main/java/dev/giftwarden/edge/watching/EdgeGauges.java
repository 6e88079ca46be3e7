package dev.giftwarden.edge.watching;

import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.edge.listener.ListenerGuards;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;

/// What every service can say of itself: how fresh its trust is, and who does not get as far as a
/// request. Each process speaks for itself alone.
@Startup
@Singleton
class EdgeGauges {
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  EdgeGauges(MeterRegistry metrics, TrustState trust, ListenerGuards guards) {
    Gauge.builder(
            "giftwarden_trust_feed_age_seconds", trust, state -> state.silence().toNanos() / SECOND)
        .description("Since the last heartbeat of the trust feed, or since the start before it")
        .register(metrics);
    Gauge.builder("giftwarden_revoked_certificates", trust, TrustState::revokedCertificates)
        .description("Certificates that the trust feed has revoked and that have not ended")
        .register(metrics);
    FunctionCounter.builder(
            "giftwarden_tls_handshake_refused_total", guards, ListenerGuards::refusedHandshakes)
        .description("Connections to the public port that did not get through the handshake")
        .register(metrics);
  }
}
