package dev.giftwarden.edge.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How many calls a partner may make at this service, all replicas together: each counts for
/// itself, and lets through its share.
@ConfigMapping(prefix = "giftwarden.quota")
public interface QuotaConfig {
  /// Of one key, or of one client that comes with its certificate alone, in a window.
  @WithDefault("6000")
  long perCredential();

  /// Of one account, whatever it calls with, in a window.
  @WithDefault("30000")
  long perAccount();

  /// Whole seconds, from 1 s to 1 h.
  @WithDefault("1m")
  Duration window();

  /// Among how many the calls of a partner are spread.
  @WithDefault("1")
  int replicas();
}
