package dev.giftwarden.auth.signing;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Red while no token could be signed: a replica's first key waits for every live feed, and for
/// those of a killed replica until the staleness bound has passed.
@Readiness
@Singleton
class SigningReadiness implements HealthCheck {
  private final SigningKeys keys;

  SigningReadiness(SigningKeys keys) {
    this.keys = keys;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("signing-key");
    boolean signs = keys.current().isPresent();
    if (!signs) {
      answer.withData("waits-for", keys.waitsFor());
    }
    return answer.status(signs).build();
  }
}
