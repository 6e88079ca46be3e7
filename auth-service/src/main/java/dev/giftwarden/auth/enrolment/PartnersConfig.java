package dev.giftwarden.auth.enrolment;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// Where auth finds the CA that it issues partners' certificates with.
@ConfigMapping(prefix = "giftwarden.partners")
interface PartnersConfig {
  /// As [dev.giftwarden.certs.PartnerCa] reads it; nobody else has it.
  Path folder();
}
