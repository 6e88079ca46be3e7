package dev.giftwarden.auth.client.wiring;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.TrustState;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Red while every call would be refused: before the first snapshot, when the feed is stale, and
/// when the clock is off.
@Readiness
@Singleton
class TrustReadiness implements HealthCheck {
  private final TrustState trust;

  TrustReadiness(TrustState trust) {
    this.trust = trust;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("trust-feed");
    Optional<Refusal> objection = trust.objection();
    objection.ifPresent(reason -> answer.withData("reason", reason.text()));
    return answer.status(objection.isEmpty()).build();
  }
}
