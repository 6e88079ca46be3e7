package dev.giftwarden.auth.client.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long a service goes on deciding without news of what was revoked.
@ConfigMapping(prefix = "giftwarden.trust")
public interface TrustConfig {
  /// After this without a heartbeat everything is refused. More than a second, which is how often
  /// heartbeats come; at most a minute, because it bounds how late a revocation can be.
  @WithDefault("10s")
  Duration stalenessBound();
}
