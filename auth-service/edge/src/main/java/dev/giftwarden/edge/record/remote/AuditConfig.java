package dev.giftwarden.edge.record.remote;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// The log that this service reports to.
@ConfigMapping(prefix = "giftwarden.audit")
interface AuditConfig {
  /// `host:port` of audit's internal port; the gRPC client `audit` goes there.
  String address();

  /// File of the key that signs the log's checkpoints, in its C2SP text form.
  Path verifierKey();
}
