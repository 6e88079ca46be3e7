package dev.giftwarden.audit.publish;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Red until the log was extended and a checkpoint published within the last seconds: a replica
/// that cannot do that must not take events.
@Readiness
@Singleton
class LogReadiness implements HealthCheck {
  private final LogWorker worker;
  private final Published published;

  LogReadiness(LogWorker worker, Published published) {
    this.worker = worker;
    this.published = published;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("log")
        .status(worker.isHealthy() && published.latest().isPresent())
        .build();
  }
}
