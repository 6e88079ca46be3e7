package dev.giftwarden.auth.wiring;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// The log that this service reports to.
@ConfigMapping(prefix = "giftwarden.audit")
interface AuditConfig {
  /// `host:port` of its internal port.
  String address();

  /// The file with the public key that its checkpoints are signed with.
  Path verifierKey();
}
