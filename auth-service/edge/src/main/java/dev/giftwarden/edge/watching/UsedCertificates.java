package dev.giftwarden.edge.watching;

import dev.giftwarden.certs.quarkus.DatabaseCertificates;
import dev.giftwarden.certs.quarkus.InternalTls;
import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.certs.tls.TlsFolder;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Says when the certificates in use end, as metrics, and in readiness which of them nobody has
/// renewed: a renewal that was missed is loud while there is time.
///
/// Unready is who uses another certificate than the mounted one. One that is only about to end
/// still serves: to take every replica away hours before would be the outage that it warns of.
@Startup
@Readiness
@Singleton
class UsedCertificates implements HealthCheck {
  private final List<UsedCertificate> certificates;
  private final InstantSource clock;

  @Inject
  UsedCertificates(
      MeterRegistry metrics,
      InternalTls internal,
      PublicTls edge,
      DatabaseCertificates database,
      @Any Instance<UsedCertificate> others,
      InstantSource clock) {
    this(
        Stream.of(
                Stream.of(of("internal", internal.folder()), of("public", edge.folder())),
                database.roles().stream().sorted().map(role -> of(role, database)),
                others.stream())
            .flatMap(part -> part)
            .toList(),
        metrics,
        clock);
  }

  UsedCertificates(List<UsedCertificate> certificates, MeterRegistry metrics, InstantSource clock) {
    this.certificates = certificates;
    this.clock = clock;
    certificates.forEach(certificate -> certificate.meter(metrics, clock));
  }

  /// The listeners' own check has their faults.
  private static UsedCertificate of(String name, TlsFolder folder) {
    return UsedCertificate.of(name, () -> Optional.of(folder.own().leaf()), Optional::empty);
  }

  private static UsedCertificate of(String role, DatabaseCertificates database) {
    return UsedCertificate.of(
        "database-" + role, () -> database.certificate(role), Optional::empty);
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("certificates");
    Instant now = clock.instant();
    boolean asMounted = true;
    for (UsedCertificate certificate : certificates) {
      Optional<String> fault = certificate.fault().get();
      fault.ifPresent(why -> answer.withData(certificate.name(), why));
      asMounted &= fault.isEmpty();
      if (fault.isEmpty()) {
        certificate
            .lifeLeft(now)
            .filter(left -> left < UsedCertificate.LITTLE)
            .flatMap(_ -> certificate.notAfter())
            .ifPresent(
                end -> answer.withData(certificate.name(), "not renewed, and it ends at " + end));
      }
    }
    return answer.status(asMounted).build();
  }
}
