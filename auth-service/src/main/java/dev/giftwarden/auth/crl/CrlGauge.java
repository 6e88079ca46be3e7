package dev.giftwarden.auth.crl;

import dev.giftwarden.certs.crl.RevocationList;
import dev.giftwarden.edge.watching.UsedCertificate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// How old the list of partners' revoked certificates is. It is made anew halfway to its end, so
/// more than half a day is a replica that cannot.
@Startup
@Singleton
class CrlGauge {
  CrlGauge(MeterRegistry metrics, Crl crl, InstantSource clock) {
    Gauge.builder(
            "giftwarden_partner_crl_age_seconds",
            () -> Duration.between(crl.current().madeAt(), clock.instant()).toSeconds())
        .description("Since the list of revoked certificates of partners was made")
        .register(metrics);
    new UsedCertificate("partners-crl", () -> Optional.of(life(crl.current())), Optional::empty)
        .meter(metrics, clock);
  }

  private static UsedCertificate.Life life(Crl.Served list) {
    return new UsedCertificate.Life(list.madeAt(), list.madeAt().plus(RevocationList.VALID_FOR));
  }
}
