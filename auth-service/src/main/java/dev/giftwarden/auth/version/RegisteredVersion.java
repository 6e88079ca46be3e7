package dev.giftwarden.auth.version;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.trust.VersionStanding;
import java.time.Instant;
import java.util.Optional;

/// A version of the API of gift and audit, as the registry has it.
record RegisteredVersion(ApiVersion id, VersionStanding standing, Optional<Instant> retiredAt) {
  boolean isActive() {
    return standing instanceof VersionStanding.Active;
  }
}
