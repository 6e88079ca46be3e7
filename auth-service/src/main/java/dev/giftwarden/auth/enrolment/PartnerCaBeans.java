package dev.giftwarden.auth.enrolment;

import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.edge.watching.UsedCertificate;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/// The partners' CA for whoever issues or signs here.
final class PartnerCaBeans {
  private PartnerCaBeans() {}

  /// Quarkus prints a [ConfigurationException] without a cause as one line and exits with 1.
  @Produces
  @Singleton
  static PartnerCa partnerCa(PartnersConfig config, InstantSource clock) {
    try {
      return PartnerCa.open(config.folder(), clock);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("refusing to start: " + e.getMessage());
    }
  }

  @Produces
  @Singleton
  static UsedCertificate usedCertificate(PartnerCa ca) {
    return UsedCertificate.of("partners-ca", () -> Optional.of(ca.certificate()), ca::fault);
  }
}
